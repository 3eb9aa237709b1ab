package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the weights of a linear layer are stored and multiplied. */
sealed interface LinearFormat {

    /** Adds {@code y = linear(x)} to the graph; weights get the name. */
    String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException;

    /** 32-bit floats, exact. */
    record Float32() implements LinearFormat {

        @Override
        public String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException {
            Matrix weight = linear.weight();
            graph.streamed(
                    name,
                    ElementType.FLOAT,
                    stream -> {
                        for (int r = 0; r < weight.rows(); r++) {
                            stream.write(weight.row(r));
                        }
                    },
                    weight.rows(),
                    weight.columns());
            String y = graph.microsoft("FusedMatMul", List.of(x, name), Attribute.of("transB", 1));
            float[] bias = linear.bias();
            return bias == null ? y : graph.op("Add", List.of(y, graph.floats(name + "/bias", bias, bias.length)));
        }
    }

    /**
     * 8-bit weights with a scale per output, and activations quantised on the fly with one scale for the whole input:
     * fastest for many rows, but a row's result depends on the rows beside it.
     *
     * @param limit largest absolute weight: 127, or 64 where the processor adds pairs of products in 16 bits
     */
    record Dynamic8(int limit) implements LinearFormat {

        @Override
        public String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException {
            Matrix weight = linear.weight();
            int outputs = weight.rows();
            int inputs = weight.columns();
            byte[] transposed = new byte[Math.multiplyExact(outputs, inputs)];
            float[] scales = new float[outputs];
            float[] row = new float[inputs];
            for (int r = 0; r < outputs; r++) {
                weight.read(r, row);
                scales[r] = Quantisation.scale(row, 0, inputs, limit);
                for (int c = 0; c < inputs; c++) {
                    transposed[c * outputs + r] = (byte) Quantisation.round(row[c] / scales[r], limit);
                }
            }
            List<String> ins = new ArrayList<>(List.of(
                    x,
                    graph.constant(name, ElementType.INT8, ByteBuffer.wrap(transposed), inputs, outputs),
                    graph.floats(name + "/scale", scales, outputs),
                    graph.constant(name + "/zero", ElementType.INT8, ByteBuffer.allocate(outputs), outputs)));
            float[] bias = linear.bias();
            if (bias != null) {
                ins.add(graph.floats(name + "/bias", bias, outputs));
            }
            return graph.microsoft("DynamicQuantizeMatMul", ins);
        }
    }

    /**
     * {@link Dynamic8} for all but a few inputs, which are multiplied as floats: LLM.int8()'s mixed-precision decomposition
     * (Dettmers et al. 2022, arXiv:2208.07339).
     *
     * @param columns the few, ascending
     */
    record Decomposed8(Dynamic8 others, int[] columns) implements LinearFormat {

        @Override
        public String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException {
            Matrix weight = linear.weight();
            float[] kept = new float[weight.columns()];
            Arrays.fill(kept, 1);
            long[] indices = new long[columns.length];
            for (int i = 0; i < columns.length; i++) {
                indices[i] = columns[i];
                kept[columns[i]] = 0;
            }
            float[] few = new float[columns.length * weight.rows()];
            for (int r = 0; r < weight.rows(); r++) {
                float[] row = weight.row(r);
                for (int i = 0; i < columns.length; i++) {
                    few[i * weight.rows() + r] = row[columns[i]];
                }
            }
            String most = graph.op("Mul", List.of(x, graph.floats(name + "/kept", kept, kept.length)));
            String exact = graph.op(
                    "MatMul",
                    List.of(
                            select(graph, name, x, indices),
                            graph.floats(name + "/exact", few, columns.length, weight.rows())));
            Linear rest = new Linear(weight.without(columns), linear.bias());
            return graph.op("Add", List.of(others.add(graph, name, most, rest), exact));
        }

        /** Neighbours are copied as a block, which is many times as fast. */
        private static String select(OnnxGraph graph, String name, String x, long[] indices) throws IOException {
            long first = indices[0];
            long last = indices[indices.length - 1];
            if (last - first == indices.length - 1) {
                return graph.op(
                        "Slice",
                        List.of(
                                x,
                                graph.longs(name + "/first", first),
                                graph.longs(name + "/end", last + 1),
                                graph.longs("last_axis", 2)));
            }
            return graph.op("Gather", List.of(x, graph.longs(name + "/floats", indices)), Attribute.of("axis", 2));
        }
    }

    /**
     * 8-bit weights with a scale per 64 inputs; activations are quantised per row and block, so a row's result does not
     * depend on the rows beside it.
     *
     * @param accuracyLevel 4 to multiply in 8 bits, 1 to multiply in 32-bit floats
     */
    record Blocks8(int accuracyLevel) implements LinearFormat {

        @Override
        public String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException {
            Matrix weight = linear.weight();
            int outputs = weight.rows();
            int inputs = weight.columns();
            int blocks = Quantisation.blocks(name, inputs);
            float[] scales = new float[outputs * blocks];
            graph.streamed(
                    name,
                    ElementType.UINT8,
                    stream -> {
                        float[] row = new float[inputs];
                        byte[] packed = new byte[inputs];
                        for (int r = 0; r < outputs; r++) {
                            weight.read(r, row);
                            System.arraycopy(Quantisation.byBlocks(row, packed), 0, scales, r * blocks, blocks);
                            stream.write(packed);
                        }
                    },
                    outputs,
                    blocks,
                    Quantisation.BLOCK);
            List<String> ins =
                    new ArrayList<>(List.of(x, name, graph.floats(name + "/scale", scales, outputs, blocks)));
            float[] bias = linear.bias();
            if (bias != null) {
                ins.addAll(List.of(OnnxGraph.NONE, OnnxGraph.NONE, graph.floats(name + "/bias", bias, outputs)));
            }
            return graph.microsoft(
                    "MatMulNBits",
                    ins,
                    Attribute.of("K", inputs),
                    Attribute.of("N", outputs),
                    Attribute.of("bits", 8),
                    Attribute.of("block_size", Quantisation.BLOCK),
                    Attribute.of("accuracy_level", accuracyLevel));
        }
    }

    /**
     * As {@link Blocks8}, for an operator of our own that reads the weights once for all rows: 16 outputs side by side.
     */
    record Packed8() implements LinearFormat {

        @Override
        public String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException {
            Matrix weight = linear.weight();
            int blocks = Quantisation.blocks(name, weight.columns());
            int groups = PackedWeights.groups(weight);
            float[] scales = new float[groups * PackedWeights.LANES * blocks];
            PackedWeights.add(graph, name, weight, (output, row, bytes) -> {
                float[] ofRow = Quantisation.byBlocks(row, bytes);
                int group = output / PackedWeights.LANES * blocks;
                for (int block = 0; block < blocks; block++) {
                    scales[(group + block) * PackedWeights.LANES + output % PackedWeights.LANES] = ofRow[block];
                }
            });
            return graph.own(
                    "Linear8",
                    List.of(
                            x,
                            name,
                            graph.floats(name + "/scale", scales, groups, blocks, PackedWeights.LANES),
                            graph.floats(name + "/bias", linear.biases(), weight.rows())));
        }
    }

    /**
     * 8-bit weights with a scale per output, for operators of our own that quantise each row of many by itself, in blocks.
     */
    record PackedRows8() implements LinearFormat {

        @Override
        public String add(OnnxGraph graph, String name, String x, Linear linear) throws IOException {
            List<String> ins = new ArrayList<>(List.of(x));
            ins.addAll(layer(graph, name, linear));
            return graph.own("LinearRows8", ins);
        }

        /** Weights, scales and bias: what those operators take for a layer. */
        List<String> layer(OnnxGraph graph, String name, Linear linear) throws IOException {
            Matrix weight = linear.weight();
            float[] scales = new float[weight.rows()];
            PackedWeights.add(graph, name, weight, (output, row, bytes) -> {
                scales[output] = Quantisation.shifted(row, 0, row.length, bytes);
            });
            return List.of(
                    name,
                    graph.floats(name + "/scale", scales, weight.rows()),
                    graph.floats(name + "/bias", linear.biases(), weight.rows()));
        }
    }
}
