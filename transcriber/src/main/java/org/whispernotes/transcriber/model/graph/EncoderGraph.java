package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The encoder and, of every decoder layer, the cross-attention keys and values. Input {@code mel} [1, bins, T]; outputs
 * per decoder layer i, with S = T / 2 frames of 20 ms:
 *
 * <ul>
 *   <li>{@code cross_key_i}, {@code cross_value_i} [1, heads, S, head width]; int8 where the precision is quantised
 *   <li>{@code cross_key_last_i}, {@code cross_value_last_i} [1, 1, width]: the last frame again as floats, which ONNX
 *       Runtime's attention operator appends itself; not for own operators
 *   <li>quantised only: {@code cross_key_scale_i}, {@code cross_value_scale_i} [1, 1, width]
 * </ul>
 */
final class EncoderGraph {

    private static final long END = Integer.MAX_VALUE;
    /** One input in so many stays float where that was seen to help most: the encoder's error falls by a fifth. */
    private static final int FLOATS = 16;

    private final OnnxGraph graph;
    private final WhisperWeights weights;
    private final WhisperShape shape;
    private final GraphPrecision precision;
    private final Smoothing smoothing;
    private final boolean observing;
    private final Block block;

    private EncoderGraph(
            OnnxGraph graph, WhisperWeights weights, GraphPrecision precision, Smoothing smoothing, boolean observing) {
        this.graph = graph;
        this.weights = weights;
        this.shape = weights.shape();
        this.precision = precision;
        this.smoothing = smoothing;
        this.observing = observing;
        this.block = new Block(graph, weights);
    }

    static void write(WhisperWeights weights, GraphPrecision precision, Smoothing smoothing, Path file)
            throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            EncoderGraph encoder = new EncoderGraph(graph, weights, precision, smoothing, false);
            encoder.crossAttention(encoder.encode());
            graph.finish();
        }
    }

    /** A float encoder whose outputs are the largest absolute value of each channel before each linear layer. */
    static void writeObserving(WhisperWeights weights, Path file) throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            new EncoderGraph(graph, weights, GraphPrecision.FLOAT32, Smoothing.NONE, true).encode();
            graph.finish();
        }
    }

    /** A float or quantised encoder whose only output {@code encoded} [1, S, width] is the encoder's own. */
    static void writeBare(WhisperWeights weights, GraphPrecision precision, Smoothing smoothing, Path file)
            throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            String encoded = new EncoderGraph(graph, weights, precision, smoothing, false).encode();
            graph.output(
                    encoded,
                    "encoded",
                    ElementType.FLOAT,
                    1,
                    "encoded_frames",
                    weights.shape().width());
            graph.finish();
        }
    }

    private String encode() throws IOException {
        graph.input("mel", ElementType.FLOAT, 1, shape.melBins(), "frames");
        String audio = block.gelu(convolution("mel", "encoder/conv1", 1));
        audio = block.gelu(convolution(audio, "encoder/conv2", 2));
        audio = graph.op("Transpose", List.of(audio), Attribute.ofList("perm", 0, 2, 1));
        String length = graph.op("Shape", List.of(audio), Attribute.of("start", 1), Attribute.of("end", 2));
        Matrix encodings = weights.matrix("encoder/position_encodings/encodings");
        String positions = graph.floats("positions", encodings.values(), shape.audioContext(), shape.width());
        String zero = graph.longs("zero", 0);
        audio = graph.op("Add", List.of(audio, graph.op("Slice", List.of(positions, zero, length, zero))));
        Block.Residual residual = new Block.Residual(audio, null);
        for (int layer = 0; layer < shape.encoderLayers(); layer++) {
            residual = layer(residual, layer);
        }
        return block.normalise(residual, "encoder/layer_norm").value();
    }

    private String convolution(String value, String name, int stride) throws IOException {
        Matrix weight = weights.matrix(name + "/weight");
        String kernel = graph.floats(name, weight.values(), weight.rows(), weight.columns() / 3, 3);
        float[] bias = weights.vector(name + "/bias");
        return graph.op(
                "Conv",
                List.of(value, kernel, graph.floats(name + "/bias", bias, bias.length)),
                Attribute.ofList("kernel_shape", 3),
                Attribute.ofList("pads", 1, 1),
                Attribute.ofList("strides", stride));
    }

    private Block.Residual layer(Block.Residual residual, int layer) throws IOException {
        String name = "encoder/layer_" + layer;
        int width = shape.width();
        LinearFormat format = precision.manyRows();

        Linear qkv = weights.linear(name + "/self_attention/linear_0");
        float[] qkvDivisors = smoothing.divisors("qkv_" + layer, qkv.weight());
        Linear out = weights.linear(name + "/self_attention/linear_1");
        float[] outDivisors = smoothing.divisors("out_" + layer, out.weight());
        Block.Normalised attention = block.normalise(residual, name + "/self_attention/layer_norm", qkvDivisors);
        observe("qkv_" + layer, attention.value());
        Linear smooth = dividedOutputs(absorbing(qkv, qkvDivisors), 2 * width, outDivisors);
        // An error of the first layer goes through all others.
        LinearFormat into = layer == 0 ? precision.manyRows(smoothing.loudest("qkv_0", qkvDivisors, FLOATS)) : format;
        // Three products are faster than one that is cut into three afterwards.
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            parts.add(into.add(graph, name + "/qkv_" + part, attention.value(), smooth.part(part * width, width)));
        }
        String attended = precision.ownOperators()
                ? graph.own("SelfAttention8", parts)
                : graph.microsoft("MultiHeadAttention", parts, Attribute.of("num_heads", shape.heads()));
        observe("out_" + layer, attended);
        LinearFormat back = precision.manyRows(smoothing.loudest("out_" + layer, outDivisors, FLOATS));
        String projected = back.add(graph, name + "/out", attended, absorbing(out, outDivisors));

        Linear expand = weights.linear(name + "/ffn/linear_0");
        float[] expandDivisors = smoothing.divisors("expand_" + layer, expand.weight());
        Block.Normalised feed = block.normalise(
                new Block.Residual(attention.sum(), projected), name + "/ffn/layer_norm", expandDivisors);
        observe("expand_" + layer, feed.value());
        int channels = expand.weight().rows();
        int[] loudest = smoothing.loudest("contract_" + layer, new float[0], 2 * FLOATS);
        int[] order = behindOthers(loudest, channels);
        String expanded = format.add(
                graph,
                name + "/expand",
                feed.value(),
                absorbing(expand, expandDivisors).reorderOutputs(order));
        String hidden = block.gelu(expanded);
        observe("contract_" + layer, hidden);
        LinearFormat contract = precision.manyRows(
                IntStream.range(channels - loudest.length, channels).toArray());
        Linear contracting = weights.linear(name + "/ffn/linear_1").reorderInputs(order);
        String fed = contract.add(graph, name + "/contract", hidden, contracting);
        return new Block.Residual(feed.sum(), fed);
    }

    private void crossAttention(String encoded) throws IOException {
        for (int layer = 0; layer < shape.decoderLayers(); layer++) {
            String name = "decoder/layer_" + layer + "/attention/linear_1";
            Linear both = weights.linear(name);
            for (int part = 0; part < 2; part++) {
                String kind = part == 0 ? "key" : "value";
                Linear half = both.part(part * shape.width(), shape.width());
                crossOutputs(kind, layer, precision.manyRows().add(graph, name + "/" + kind, encoded, half));
            }
        }
    }

    private void crossOutputs(String kind, int layer, String value) throws IOException {
        String frames = value;
        ElementType type = ElementType.FLOAT;
        if (precision.quantised()) {
            // Over the last axis: along the first a reduction takes many times as long.
            String byChannel = graph.op("Transpose", List.of(value), Attribute.ofList("perm", 0, 2, 1));
            String largest = graph.op(
                    "ReduceMax",
                    List.of(graph.op("Abs", List.of(byChannel)), graph.longs("last_axis", 2)),
                    Attribute.of("keepdims", 0));
            largest = graph.op("Unsqueeze", List.of(largest, graph.longs("time", 1)));
            String step = graph.op("Mul", List.of(largest, graph.scalar("step", 1f / 127)));
            String scale = graph.op("Add", List.of(step, graph.scalar("tiny", 1e-9f)));
            graph.output(scale, "cross_" + kind + "_scale_" + layer, ElementType.FLOAT, 1, 1, shape.width());
            frames = graph.op("Round", List.of(graph.op("Div", List.of(value, scale))));
            type = ElementType.INT8;
        }
        if (!precision.ownOperators()) {
            String last = graph.op(
                    "Slice",
                    List.of(frames, graph.longs("minus_one", -1), graph.longs("end", END), graph.longs("time", 1)));
            graph.output(last, "cross_" + kind + "_last_" + layer, ElementType.FLOAT, 1, 1, shape.width());
        }
        if (type == ElementType.INT8) {
            frames = graph.op("Cast", List.of(frames), Attribute.of("to", ElementType.INT8.onnx()));
        }
        String heads =
                graph.op("Reshape", List.of(frames, graph.longs("head_shape", 0, 0, shape.heads(), shape.headWidth())));
        String byHead = graph.op("Transpose", List.of(heads), Attribute.ofList("perm", 0, 2, 1, 3));
        graph.output(
                byHead, "cross_" + kind + "_" + layer, type, 1, shape.heads(), "encoded_frames", shape.headWidth());
    }

    private void observe(String name, String value) throws IOException {
        if (!observing) {
            return;
        }
        String magnitudes = graph.op("Abs", List.of(value));
        String largest = graph.op(
                "ReduceMax", List.of(magnitudes, graph.longs("all_frames", 0, 1)), Attribute.of("keepdims", 0));
        graph.output(largest, name, ElementType.FLOAT, "channels_" + name);
    }

    /** All of so many channels, these last. */
    private static int[] behindOthers(int[] last, int channels) {
        Set<Integer> moved = IntStream.of(last).boxed().collect(Collectors.toSet());
        return IntStream.concat(IntStream.range(0, channels).filter(c -> !moved.contains(c)), IntStream.of(last))
                .toArray();
    }

    /** The layer whose inputs arrive divided. */
    private static Linear absorbing(Linear linear, float[] divisors) {
        return divisors.length == 0 ? linear : new Linear(linear.weight().scaleColumns(divisors), linear.bias());
    }

    /** The layer with its outputs from {@code first} on divided. */
    private static Linear dividedOutputs(Linear linear, int first, float[] divisors) {
        float[] bias = linear.bias();
        if (divisors.length == 0 || bias == null) {
            return linear;
        }
        float[] divided = bias.clone();
        for (int i = 0; i < divisors.length; i++) {
            divided[first + i] /= divisors[i];
        }
        return new Linear(linear.weight().divideRows(first, divisors), divided);
    }
}
