package org.whispernotes.bench.speech;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Diarisation error without a collar and with overlapped speech scored, in frames of 10 ms, under the best mapping of
 * found speakers to those of the reference (NIST Rich Transcription 2009 evaluation plan). Speech counts once for each
 * speaker who talks.
 *
 * @param speech seconds of the reference
 * @param missed seconds that nobody was given
 * @param falseAlarm seconds given where fewer talk
 * @param confused seconds given to another speaker
 * @param referenceSpeakers how many there are
 * @param foundSpeakers how many were found
 */
public record DiarisationError(
        double speech, double missed, double falseAlarm, double confused, int referenceSpeakers, int foundSpeakers) {

    private static final double FRAMES_PER_SECOND = 100;

    /** The share of speech that is wrong: 0 is perfect, and more than 1 is possible. */
    public double rate() {
        double wrong = missed + falseAlarm + confused;
        return speech > 0 ? wrong / speech : wrong > 0 ? Double.POSITIVE_INFINITY : 0;
    }

    public static DiarisationError of(List<SpeakerTurn> reference, List<SpeakerTurn> found) {
        List<BitSet> truth = frames(reference);
        List<BitSet> guess = frames(found);
        int[][] together = new int[truth.size()][guess.size()];
        for (int r = 0; r < truth.size(); r++) {
            for (int f = 0; f < guess.size(); f++) {
                BitSet both = (BitSet) truth.get(r).clone();
                both.and(guess.get(f));
                together[r][f] = both.cardinality();
            }
        }
        int[] mapping = BestMapping.of(together);
        int length = Math.max(length(truth), length(guess));
        long[] sums = new long[4];
        for (int t = 0; t < length; t++) {
            int talking = talking(truth, t);
            int given = talking(guess, t);
            int right = 0;
            for (int r = 0; r < truth.size(); r++) {
                if (mapping[r] >= 0
                        && truth.get(r).get(t)
                        && guess.get(mapping[r]).get(t)) {
                    right++;
                }
            }
            sums[0] += talking;
            sums[1] += Math.max(0, talking - given);
            sums[2] += Math.max(0, given - talking);
            sums[3] += Math.min(talking, given) - right;
        }
        return new DiarisationError(
                sums[0] / FRAMES_PER_SECOND,
                sums[1] / FRAMES_PER_SECOND,
                sums[2] / FRAMES_PER_SECOND,
                sums[3] / FRAMES_PER_SECOND,
                truth.size(),
                guess.size());
    }

    private static List<BitSet> frames(List<SpeakerTurn> turns) {
        Map<String, BitSet> speakers = new LinkedHashMap<>();
        for (SpeakerTurn turn : turns) {
            int start = (int) Math.round(turn.start() * FRAMES_PER_SECOND);
            int end = (int) Math.round(turn.end() * FRAMES_PER_SECOND);
            speakers.computeIfAbsent(turn.speaker(), s -> new BitSet()).set(start, Math.max(start, end));
        }
        return List.copyOf(speakers.values());
    }

    private static int length(List<BitSet> speakers) {
        return speakers.stream().mapToInt(BitSet::length).max().orElse(0);
    }

    private static int talking(List<BitSet> speakers, int frame) {
        int count = 0;
        for (BitSet speaker : speakers) {
            count += speaker.get(frame) ? 1 : 0;
        }
        return count;
    }
}
