package org.whispernotes.transcriber.model.graph;

import org.whispernotes.transcriber.model.OwnOperators;

/** What one query of a head attends to, in doubles: the oracle of the operators in 8 bits. */
final class ExactAttention {

    private static final int HEAD = OwnOperators.HEAD_WIDTH;

    private ExactAttention() {}

    /** Keys or values of a head. */
    @FunctionalInterface
    interface Stored {
        double at(int frame, int channel);
    }

    /** @param query where the query begins in the queries */
    static double[] of(float[] queries, int query, int frames, Stored keys, Stored values) {
        double[] weights = new double[frames];
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < HEAD; channel++) {
                weights[frame] += queries[query + channel] * keys.at(frame, channel);
            }
        }
        softmax(weights);
        double[] out = new double[HEAD];
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < HEAD; channel++) {
                out[channel] += weights[frame] * values.at(frame, channel);
            }
        }
        return out;
    }

    /** Of scores that aren't yet divided by the root of the head's width. */
    private static void softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp((scores[i] - largest) / Math.sqrt(HEAD));
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
    }
}
