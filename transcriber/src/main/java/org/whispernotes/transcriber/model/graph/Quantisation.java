package org.whispernotes.transcriber.model.graph;

/** Symmetric linear quantisation to 8 bits. */
final class Quantisation {

    private Quantisation() {}

    /** What one step stands for, so that the largest of the values becomes {@code limit}; 1 for all zeros. */
    static float scale(float[] values, int from, int count, int limit) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest == 0 ? 1 : largest / limit;
    }

    static int round(float steps, int limit) {
        return Math.max(-limit, Math.min(limit, (int) Math.rint(steps)));
    }
}
