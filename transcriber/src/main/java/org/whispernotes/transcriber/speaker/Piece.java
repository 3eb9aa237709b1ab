package org.whispernotes.transcriber.speaker;

/**
 * About a second of what one voice of a window says.
 *
 * @param end the window's first frame that is nearer to the next piece
 * @param weight seconds, halved where others talk as well
 * @param voice embedding, a byte a value so that ten hours fit in memory
 */
record Piece(int end, float weight, byte[] voice) {

    /** A value of 192 that are 1 long together is .07 on average. */
    private static final float STEPS = 400;

    /** @param embedding length 1 */
    static byte[] coded(float[] embedding) {
        byte[] voice = new byte[embedding.length];
        for (int i = 0; i < voice.length; i++) {
            voice[i] = (byte) Math.max(-127, Math.min(127, Math.round(embedding[i] * STEPS)));
        }
        return voice;
    }

    /** Cosine similarity to a speaker's embedding. */
    float likeness(float[] speaker) {
        float sum = 0;
        for (int i = 0; i < voice.length; i++) {
            sum += voice[i] * speaker[i];
        }
        return sum / STEPS;
    }

    /** Adds this piece, by its weight, to what a speaker said. */
    void addTo(float[] sum) {
        for (int i = 0; i < voice.length; i++) {
            sum[i] += voice[i] * weight / STEPS;
        }
    }
}
