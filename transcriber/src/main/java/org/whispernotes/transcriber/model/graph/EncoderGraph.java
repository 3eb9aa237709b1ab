package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
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

    /** One input in so many stays float where that was seen to help most: the encoder's error falls by a fifth. */
    private static final int FLOATS = 16;

    private final OnnxGraph graph;
    private final WhisperWeights weights;
    private final WhisperShape shape;
    private final Smoothing smoothing;
    private final boolean observing;
    private final EncoderOperators operators;
    private final Block block;

    private EncoderGraph(
            OnnxGraph graph, WhisperWeights weights, GraphPrecision precision, Smoothing smoothing, boolean observing) {
        this.graph = graph;
        this.weights = weights;
        this.shape = weights.shape();
        this.smoothing = smoothing;
        this.observing = observing;
        RuntimeEncoderOperators runtime = new RuntimeEncoderOperators(graph, shape, precision, this::observe);
        this.operators = precision.ownOperators() ? new OwnEncoderOperators(graph, shape, runtime) : runtime;
        this.block = new Block(graph, weights, precision);
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
        String audio = operators.convolve("mel", convolution("encoder/conv1"), convolution("encoder/conv2"));
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

    private Linear convolution(String name) throws IOException {
        return new Linear(weights.matrix(name + "/weight"), weights.vector(name + "/bias"));
    }

    private Block.Residual layer(Block.Residual residual, int layer) throws IOException {
        String name = "encoder/layer_" + layer;

        Linear qkv = weights.linear(name + "/self_attention/linear_0");
        float[] qkvDivisors = smoothing.divisors("qkv_" + layer, qkv.weight());
        Linear out = weights.linear(name + "/self_attention/linear_1");
        float[] outDivisors = smoothing.divisors("out_" + layer, out.weight());
        Block.Normalised attention = block.normalise(residual, name + "/self_attention/layer_norm", qkvDivisors);
        observe("qkv_" + layer, attention.value());
        Linear smooth = dividedOutputs(absorbing(qkv, qkvDivisors), 2 * shape.width(), outDivisors);
        // An error of the first layer goes through all others.
        int[] loudIn = layer == 0 ? smoothing.loudest("qkv_0", qkvDivisors, FLOATS) : new int[0];
        String attended = operators.attend(layer, attention.value(), smooth, loudIn);
        observe("out_" + layer, attended);
        int[] loudOut = smoothing.loudest("out_" + layer, outDivisors, FLOATS);
        String projected = operators.project(name + "/out", attended, absorbing(out, outDivisors), loudOut);

        Linear expand = weights.linear(name + "/ffn/linear_0");
        float[] expandDivisors = smoothing.divisors("expand_" + layer, expand.weight());
        Block.Normalised feed = block.normalise(
                new Block.Residual(attention.sum(), projected), name + "/ffn/layer_norm", expandDivisors);
        observe("expand_" + layer, feed.value());
        int[] loudest = smoothing.loudest("contract_" + layer, new float[0], 2 * FLOATS);
        int[] order = behindOthers(loudest, expand.weight().rows());
        Linear expanding = absorbing(expand, expandDivisors).reorderOutputs(order);
        Linear contracting = weights.linear(name + "/ffn/linear_1").reorderInputs(order);
        String fed = operators.feedForward(layer, feed.value(), expanding, contracting, loudest.length);
        return new Block.Residual(feed.sum(), fed);
    }

    private void crossAttention(String encoded) throws IOException {
        for (int layer = 0; layer < shape.decoderLayers(); layer++) {
            Linear both = weights.linear("decoder/layer_" + layer + "/attention/linear_1");
            operators.cross("key", layer, encoded, both.part(0, shape.width()));
            operators.cross("value", layer, encoded, both.part(shape.width(), shape.width()));
        }
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
