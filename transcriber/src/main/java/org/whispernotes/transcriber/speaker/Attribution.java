package org.whispernotes.transcriber.speaker;

import java.util.List;

/**
 * Gives what was said in a window to speakers, piece by piece: where voices are alike the segmentation model takes two
 * people for one, so one voice of a window may be two.
 */
final class Attribution {

    /** What the voice as a whole counts beside one of its pieces. */
    private static final float WHOLE = 0.5f;
    /** Likeness that a piece must have more to somebody who is heard in another slot of the window already. */
    private static final float ELSEWHERE = 0.3f;

    private final List<float[]> speakers;

    /** @param speakers embeddings, length 1 */
    Attribution(List<float[]> speakers) {
        this.speakers = speakers;
    }

    /**
     * @param voices of one window
     * @return the speaker of each piece of each voice
     */
    int[][] owners(List<LocalVoice> voices) {
        int[] slots = new SlotAssignment(speakers).assign(voices);
        int[][] owners = new int[voices.size()][];
        for (int v = 0; v < owners.length; v++) {
            LocalVoice voice = voices.get(v);
            float[] leanings = new float[speakers.size()];
            for (int s = 0; s < leanings.length; s++) {
                leanings[s] = WHOLE * Vectors.dot(voice.embedding(), speakers.get(s));
            }
            for (int other = 0; other < slots.length; other++) {
                if (other != v && slots[other] != slots[v]) {
                    leanings[slots[other]] -= ELSEWHERE;
                }
            }
            owners[v] = voice.pieces().stream()
                    .mapToInt(piece -> owner(piece, leanings))
                    .toArray();
        }
        return owners;
    }

    private int owner(Piece piece, float[] leanings) {
        int best = 0;
        float most = Float.NEGATIVE_INFINITY;
        for (int s = 0; s < leanings.length; s++) {
            float likeness = leanings[s] + piece.likeness(speakers.get(s));
            if (likeness > most) {
                most = likeness;
                best = s;
            }
        }
        return best;
    }
}
