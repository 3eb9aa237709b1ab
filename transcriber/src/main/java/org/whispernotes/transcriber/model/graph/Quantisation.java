package org.whispernotes.transcriber.model.graph;

import java.io.IOException;

/** Symmetric linear quantisation to 8 bits. */
final class Quantisation {

    /** Values that share a scale. */
    static final int BLOCK = 64;
    /** What stored bytes are shifted by. */
    static final int ZERO_POINT = 128;

    private Quantisation() {}

    /** What one step stands for, so that the largest of the values becomes {@code limit}; 1 for all zeros. */
    static float scale(float[] values, int from, int count, int limit) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest == 0 ? 1 : largest / limit;
    }

    /** Blocks of so many inputs. */
    static int blocks(String name, int inputs) throws IOException {
        if (inputs % BLOCK != 0) {
            throw new IOException(name + " has " + inputs + " inputs, not a multiple of " + BLOCK);
        }
        return inputs / BLOCK;
    }

    /** Fills {@code bytes} with whole blocks of values, shifted; answers the scale of each block. */
    static float[] byBlocks(float[] values, byte[] bytes) {
        float[] scales = new float[values.length / BLOCK];
        for (int block = 0; block < scales.length; block++) {
            scales[block] = shifted(values, block * BLOCK, BLOCK, bytes);
        }
        return scales;
    }

    /** Fills part of {@code bytes} with values, shifted; answers their scale. */
    static float shifted(float[] values, int from, int count, byte[] bytes) {
        float scale = scale(values, from, count, 127);
        for (int i = from; i < from + count; i++) {
            bytes[i] = (byte) (round(values[i] / scale, 127) + ZERO_POINT);
        }
        return scale;
    }

    static int round(float steps, int limit) {
        return Math.max(-limit, Math.min(limit, (int) Math.rint(steps)));
    }
}
