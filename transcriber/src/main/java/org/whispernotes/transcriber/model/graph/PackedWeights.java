package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.util.Arrays;

/** 8-bit weights as operators of our own read them: [outputs / 16, inputs / 4, 16, 4], a vector for every four inputs. */
final class PackedWeights {

    /** Outputs side by side. */
    static final int LANES = 16;

    private static final int TOGETHER = 4;

    private PackedWeights() {}

    /** Turns the weights of an output into bytes, shifted. */
    @FunctionalInterface
    interface Bytes {
        void of(int output, float[] row, byte[] bytes);
    }

    static int groups(Matrix weight) {
        return (weight.rows() + LANES - 1) / LANES;
    }

    static void add(OnnxGraph graph, String name, Matrix weight, Bytes bytes) throws IOException {
        int groups = groups(weight);
        graph.streamed(
                name,
                ElementType.UINT8,
                stream -> {
                    for (int group = 0; group < groups; group++) {
                        stream.write(pack(weight, group, bytes));
                    }
                },
                groups,
                weight.columns(),
                LANES);
    }

    /** Those behind the last output are zero. */
    private static byte[] pack(Matrix weight, int group, Bytes bytes) {
        int inputs = weight.columns();
        byte[] packed = new byte[inputs * LANES];
        Arrays.fill(packed, (byte) Quantisation.ZERO_POINT);
        float[] row = new float[inputs];
        byte[] ofRow = new byte[inputs];
        for (int lane = 0; lane < LANES && group * LANES + lane < weight.rows(); lane++) {
            int output = group * LANES + lane;
            weight.read(output, row);
            bytes.of(output, row, ofRow);
            for (int c = 0; c < inputs; c++) {
                packed[(c / TOGETHER * LANES + lane) * TOGETHER + c % TOGETHER] = ofRow[c];
            }
        }
        return packed;
    }
}
