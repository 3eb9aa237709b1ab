package org.whispernotes.transcriber.model.graph;

import java.nio.ByteBuffer;

/**
 * A tensor in a file. As a matrix its rows are the first dimension and its columns all others; a vector is one column.
 */
record StoredTensor(ByteBuffer content, int[] dimensions, Format format) implements Matrix {

    enum Format {
        FLOAT32,
        FLOAT16,
        BFLOAT16,
        INT32,
        INT16,
        INT8
    }

    int dimension(int index) {
        return dimensions[index];
    }

    float value(int index) {
        return switch (format) {
            case FLOAT32 -> content.getFloat(index * 4);
            case FLOAT16 -> HalfFloat.toFloat(content.getShort(index * 2));
            case BFLOAT16 -> Float.intBitsToFloat(content.getShort(index * 2) << 16);
            case INT32 -> content.getInt(index * 4);
            case INT16 -> content.getShort(index * 2);
            case INT8 -> content.get(index);
        };
    }

    @Override
    public int rows() {
        return dimensions.length == 0 ? 1 : dimensions[0];
    }

    @Override
    public int columns() {
        int columns = 1;
        for (int d = 1; d < dimensions.length; d++) {
            columns *= dimensions[d];
        }
        return columns;
    }

    @Override
    public void read(int row, float[] target) {
        int start = row * target.length;
        for (int c = 0; c < target.length; c++) {
            target[c] = value(start + c);
        }
    }
}
