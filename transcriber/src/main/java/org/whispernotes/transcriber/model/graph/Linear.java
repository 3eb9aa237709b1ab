package org.whispernotes.transcriber.model.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = weight x + bias}.
 *
 * @param weight outputs x inputs
 * @param bias one per output; null for none
 */
record Linear(Matrix weight, float @Nullable [] bias) {

    Linear(Matrix weight) {
        this(weight, null);
    }

    /** One bias for each output; zeros where there are none. */
    float[] biases() {
        return bias == null ? new float[weight.rows()] : bias;
    }

    /** The layer with its outputs in another order: output i is {@code order[i]} of this one. */
    Linear reorderOutputs(int[] order) {
        return new Linear(weight.reorderRows(order), bias == null ? null : reordered(bias, order));
    }

    private static float[] reordered(float[] values, int[] order) {
        float[] reordered = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            reordered[i] = values[order[i]];
        }
        return reordered;
    }

    /** The layer for inputs in another order, likewise. */
    Linear reorderInputs(int[] order) {
        return new Linear(weight.reorderColumns(order), bias);
    }

    /** The layer that gives only so many of the outputs, from {@code first} on. */
    Linear part(int first, int count) {
        return new Linear(
                weight.part(first, count), bias == null ? null : Arrays.copyOfRange(bias, first, first + count));
    }
}
