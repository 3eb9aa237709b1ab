package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** By ONNX Runtime's operators, in floats or with linear layers in 8 bits. */
final class RuntimeEncoderOperators implements EncoderOperators {

    private static final long END = Integer.MAX_VALUE;

    private final OnnxGraph graph;
    private final WhisperShape shape;
    private final GraphPrecision precision;
    private final Observer observer;

    /** Told the values before linear layers, by the names of {@link Smoothing}. */
    @FunctionalInterface
    interface Observer {
        void observe(String name, String value) throws IOException;
    }

    RuntimeEncoderOperators(OnnxGraph graph, WhisperShape shape, GraphPrecision precision, Observer observer) {
        this.graph = graph;
        this.shape = shape;
        this.precision = precision;
        this.observer = observer;
    }

    @Override
    public String convolve(String mel, Linear first, Linear second) throws IOException {
        String audio = convolution("encoder/conv2", convolution("encoder/conv1", mel, first, 1), second, 2);
        return graph.op("Transpose", List.of(audio), Attribute.ofList("perm", 0, 2, 1));
    }

    /** A convolution over three frames, and GELU; [1, channels, frames] to the same. */
    String convolution(String name, String value, Linear linear, int stride) throws IOException {
        Matrix weight = linear.weight();
        String kernel = graph.floats(name, weight.values(), weight.rows(), weight.columns() / 3, 3);
        String convolved = graph.op(
                "Conv",
                List.of(value, kernel, graph.floats(name + "/bias", linear.biases(), weight.rows())),
                Attribute.ofList("kernel_shape", 3),
                Attribute.ofList("pads", 1, 1),
                Attribute.ofList("strides", stride));
        return graph.op("Gelu", List.of(convolved));
    }

    @Override
    public String attend(int layer, String frames, Linear queriesKeysValues, int[] loudest) throws IOException {
        int width = shape.width();
        // Three products are faster than one that is cut into three afterwards.
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            String name = "encoder/layer_" + layer + "/qkv_" + part;
            parts.add(project(name, frames, queriesKeysValues.part(part * width, width), loudest));
        }
        return graph.microsoft("MultiHeadAttention", parts, Attribute.of("num_heads", shape.heads()));
    }

    @Override
    public String project(String name, String frames, Linear linear, int[] loudest) throws IOException {
        return precision.manyRows(loudest).add(graph, name, frames, linear);
    }

    @Override
    public String feedForward(int layer, String frames, Linear expand, Linear contract, int loudest)
            throws IOException {
        String name = "encoder/layer_" + layer;
        String hidden = graph.op("Gelu", List.of(project(name + "/expand", frames, expand, new int[0])));
        observer.observe("contract_" + layer, hidden);
        int channels = contract.weight().columns();
        int[] last = IntStream.range(channels - loudest, channels).toArray();
        return project(name + "/contract", hidden, contract, last);
    }

    @Override
    public void cross(String kind, int layer, String frames, Linear linear) throws IOException {
        String value = project("decoder/layer_" + layer + "/cross_" + kind, frames, linear, new int[0]);
        String kept = value;
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
            kept = graph.op("Round", List.of(graph.op("Div", List.of(value, scale))));
        }
        String last = graph.op(
                "Slice", List.of(kept, graph.longs("minus_one", -1), graph.longs("end", END), graph.longs("time", 1)));
        graph.output(last, "cross_" + kind + "_last_" + layer, ElementType.FLOAT, 1, 1, shape.width());
        ElementType type = ElementType.FLOAT;
        if (precision.quantised()) {
            type = ElementType.INT8;
            kept = graph.op("Cast", List.of(kept), Attribute.of("to", type.onnx()));
        }
        String heads =
                graph.op("Reshape", List.of(kept, graph.longs("head_shape", 0, 0, shape.heads(), shape.headWidth())));
        String byHead = graph.op("Transpose", List.of(heads), Attribute.ofList("perm", 0, 2, 1, 3));
        graph.output(
                byHead, "cross_" + kind + "_" + layer, type, 1, shape.heads(), "encoded_frames", shape.headWidth());
    }
}
