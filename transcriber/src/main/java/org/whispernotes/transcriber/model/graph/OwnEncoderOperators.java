package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** By the operators of our own: rows are quantised each by itself, in blocks, so that no channel has to stay float. */
final class OwnEncoderOperators implements EncoderOperators {

    private static final LinearFormat.PackedRows8 FORMAT = new LinearFormat.PackedRows8();

    private final OnnxGraph graph;
    private final WhisperShape shape;
    private final RuntimeEncoderOperators runtime;

    OwnEncoderOperators(OnnxGraph graph, WhisperShape shape, RuntimeEncoderOperators runtime) {
        this.graph = graph;
        this.shape = shape;
        this.runtime = runtime;
    }

    @Override
    public String convolve(String mel, Linear first, Linear second) throws IOException {
        String channels = runtime.convolution("encoder/conv1", mel, first, 1);
        String frames = graph.op("Transpose", List.of(channels), Attribute.ofList("perm", 0, 2, 1));
        // A frame's channels lie side by side, so the weights of three frames follow one another.
        Linear byFrame = second.reorderInputs(byFrame(second.weight().columns()));
        List<String> ins = new ArrayList<>(List.of(frames));
        ins.addAll(FORMAT.layer(graph, "encoder/conv2", byFrame));
        return graph.own("HalvingConvolution8", ins);
    }

    private static int[] byFrame(int inputs) {
        int[] order = new int[inputs];
        int channels = inputs / 3;
        for (int i = 0; i < inputs; i++) {
            order[i] = i % channels * 3 + i / channels;
        }
        return order;
    }

    @Override
    public String attend(int layer, String frames, Linear queriesKeysValues, int[] loudest) throws IOException {
        String name = "encoder/layer_" + layer + "/qkv";
        return graph.own("SelfAttention8", List.of(project(name, frames, queriesKeysValues, loudest)));
    }

    @Override
    public String project(String name, String frames, Linear linear, int[] loudest) throws IOException {
        return FORMAT.add(graph, name, frames, linear);
    }

    @Override
    public String feedForward(int layer, String frames, Linear expand, Linear contract, int loudest)
            throws IOException {
        String name = "encoder/layer_" + layer;
        List<String> ins = new ArrayList<>(List.of(frames));
        ins.addAll(FORMAT.layer(graph, name + "/expand", expand));
        ins.addAll(FORMAT.layer(graph, name + "/contract", contract));
        return graph.own("FeedForward8", ins);
    }

    @Override
    public void cross(String kind, int layer, String frames, Linear linear) throws IOException {
        String value = project("decoder/layer_" + layer + "/cross_" + kind, frames, linear, new int[0]);
        String bytes = "cross_" + kind + "_" + layer;
        String scale = "cross_" + kind + "_scale_" + layer;
        graph.node("CrossFrames8", OnnxGraph.OWN, List.of(value), List.of(bytes, scale));
        graph.output(bytes, ElementType.INT8, 1, shape.heads(), "encoded_frames", shape.headWidth());
        graph.output(scale, ElementType.FLOAT, 1, 1, shape.width());
    }
}
