package org.whispernotes.transcriber.model.torch;

import java.util.Arrays;

/**
 * Weights of a layer.
 *
 * @param values row by row
 * @param shape empty for a single number
 */
public record TorchTensor(float[] values, int[] shape) {

    public int rows() {
        return shape.length == 0 ? 1 : shape[0];
    }

    /** Product of all dimensions but the first. */
    public int columns() {
        return values.length / Math.max(1, rows());
    }

    public long[] dimensions() {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}
