package org.whispernotes.transcriber.speaker;

/** Arithmetic on embeddings. */
final class Vectors {

    private Vectors() {}

    static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Scales to length 1, in place. */
    static float[] unit(float[] vector) {
        float length = (float) Math.sqrt(dot(vector, vector));
        if (length > 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= length;
            }
        }
        return vector;
    }

    /** Adds {@code b}, weighted, to {@code a}. */
    static void add(float[] a, float[] b, float weight) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i] * weight;
        }
    }
}
