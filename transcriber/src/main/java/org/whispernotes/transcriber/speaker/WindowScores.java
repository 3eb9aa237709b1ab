package org.whispernotes.transcriber.speaker;

/**
 * What the segmentation model heard in a window, a byte a frame and slot so that ten hours fit in memory.
 *
 * @param start of the window, samples
 * @param scores probabilities times 255, frame by frame
 */
record WindowScores(long start, byte[] scores) {

    private static final float STEPS = 255;
    private static final float ACTIVE = 0.5f;

    /** @param from index of the window's first value */
    static WindowScores of(long start, float[] probabilities, int from) {
        byte[] scores = new byte[Frames.COUNT * Frames.SLOTS];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (byte) Math.round(probabilities[from + i] * STEPS);
        }
        return new WindowScores(start, scores);
    }

    /** Probability, 0..1, that the slot's speaker talks. */
    float score(int frame, int slot) {
        return (scores[frame * Frames.SLOTS + slot] & 0xff) / STEPS;
    }

    boolean active(int frame, int slot) {
        return score(frame, slot) > ACTIVE;
    }

    /** Whether the slot's speaker talks and nobody else does. */
    boolean alone(int frame, int slot) {
        for (int other = 0; other < Frames.SLOTS; other++) {
            if (active(frame, other) != (other == slot)) {
                return false;
            }
        }
        return true;
    }
}
