package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.whispernotes.transcriber.model.torch.TorchCheckpoint;
import org.whispernotes.transcriber.model.torch.TorchTensor;

/**
 * What a voice is like: Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware
 * Masking" (2023), in 3D-Speaker's weights. Normalisation after a convolution is folded into its weights; before one
 * it can't be, for a rectifier lies between.
 */
public final class VoiceGraph {

    /** Values of an embedding. */
    public static final int EMBEDDING = 192;

    private static final float EPSILON = 1e-5f;
    /** Frames, of two that come in each, that share a mask. */
    private static final int SEGMENT = 100;
    /** Layers and dilation of the dense blocks. */
    private static final int[][] BLOCKS = {{12, 1}, {24, 2}, {16, 2}};

    private final OnnxGraph graph;
    private final TorchCheckpoint weights;

    private VoiceGraph(OnnxGraph graph, TorchCheckpoint weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * {@code features} [n, T, {@link VoiceFeatureGraph#BANDS}], T at least 3, to {@code embedding} [n, {@link
     * #EMBEDDING}] of length 1.
     */
    public static void write(Path checkpoint, Path file) throws IOException {
        TorchCheckpoint weights = TorchCheckpoint.read(checkpoint);
        try (OnnxGraph graph = new OnnxGraph(file)) {
            graph.input("features", ElementType.FLOAT, "n", "frames", VoiceFeatureGraph.BANDS);
            VoiceGraph voice = new VoiceGraph(graph, weights);
            String frames = voice.dense(voice.head());
            graph.output(voice.pool(frames), "embedding", ElementType.FLOAT, "n", EMBEDDING);
            graph.finish();
        }
    }

    /** Two-dimensional convolutions over bands and frames: [n, 32 x 10, T]. */
    private String head() throws IOException {
        String mean = graph.op("ReduceMean", List.of("features", graph.longs("time", 1)), Attribute.of("keepdims", 1));
        String x = graph.op("Sub", List.of("features", mean));
        x = graph.op("Transpose", List.of(x), Attribute.ofList("perm", 0, 2, 1));
        x = graph.op("Unsqueeze", List.of(x, graph.longs("channel", 1)));
        x = relu(image(x, "head.conv1", "head.bn1", 1));
        for (String layer : List.of("head.layer1", "head.layer2")) {
            for (int block = 0; block < 2; block++) {
                String name = layer + "." + block;
                int stride = block == 0 ? 2 : 1;
                String y = relu(image(x, name + ".conv1", name + ".bn1", stride));
                y = image(y, name + ".conv2", name + ".bn2", 1);
                String shortcut = block == 0 ? image(x, name + ".shortcut.0", name + ".shortcut.1", stride) : x;
                x = relu(graph.op("Add", List.of(y, shortcut)));
            }
        }
        x = relu(image(x, "head.conv2", "head.bn2", 2));
        return graph.op("Reshape", List.of(x, graph.longs("bands_of_channels", 0, 320, -1)));
    }

    /** Densely connected layers over frames, half as many as came in: [n, 512, T / 2]. */
    private String dense(String x) throws IOException {
        x = relu(normalised(
                x,
                "xvector.tdnn.linear",
                "xvector.tdnn.nonlinear.batchnorm",
                Attribute.ofList("strides", 2),
                Attribute.ofList("pads", 2, 2)));
        String sharing = sharing(x);
        String averages = averages(sharing);
        String spread = graph.op("Transpose", List.of(sharing), Attribute.ofList("perm", 1, 0));
        for (int block = 0; block < BLOCKS.length; block++) {
            int dilation = BLOCKS[block][1];
            for (int layer = 1; layer <= BLOCKS[block][0]; layer++) {
                String name = "xvector.block" + (block + 1) + ".tdnnd" + layer;
                String y = relu(normalise(x, name + ".nonlinear1.batchnorm"));
                y = relu(normalised(y, name + ".linear1", name + ".nonlinear2.batchnorm"));
                String cam = name + ".cam_layer";
                String local = graph.op(
                        "Conv",
                        List.of(y, graph.floats(weights, cam + ".linear_local.weight")),
                        Attribute.ofList("dilations", dilation),
                        Attribute.ofList("pads", dilation, dilation));
                String context = graph.op("MatMul", List.of(y, averages));
                String mask = relu(biased(context, cam + ".linear1"));
                mask = graph.op("Sigmoid", List.of(biased(mask, cam + ".linear2")));
                String masks = graph.op("MatMul", List.of(mask, spread));
                String masked = graph.op("Mul", List.of(local, masks));
                x = graph.op("Concat", List.of(x, masked), Attribute.of("axis", 1));
            }
            String transit = "xvector.transit" + (block + 1);
            x = relu(normalise(x, transit + ".nonlinear.batchnorm"));
            x = graph.op("Conv", List.of(x, graph.floats(weights, transit + ".linear.weight")));
        }
        return relu(normalise(x, "xvector.out_nonlinear.batchnorm"));
    }

    /** Which segment each frame is in: [frames, segments] of ones and zeros. */
    private String sharing(String x) throws IOException {
        String shape = graph.op("Shape", List.of(x));
        String frames = graph.op("Squeeze", List.of(graph.op("Gather", List.of(shape, graph.longs("frames_axis", 2)))));
        String length = graph.longs("segment_length", SEGMENT);
        String owner = graph.op("Div", List.of(counted(frames), length));
        String beyond = graph.op("Add", List.of(frames, graph.longs("segment_length_but_one", SEGMENT - 1)));
        String segments = graph.op("Squeeze", List.of(graph.op("Div", List.of(beyond, length))));
        String column = graph.op("Unsqueeze", List.of(owner, graph.longs("segment_axis", 1)));
        String shared = graph.op("Equal", List.of(column, counted(segments)));
        return graph.op("Cast", List.of(shared), Attribute.of("to", ElementType.FLOAT.onnx()));
    }

    /** 0, 1, 2 and so on, as many. */
    private String counted(String count) throws IOException {
        String zero = graph.op("Squeeze", List.of(graph.longs("zero", 0)));
        String one = graph.op("Squeeze", List.of(graph.longs("one", 1)));
        return graph.op("Range", List.of(zero, count, one));
    }

    /** Matrix that adds the mean of all frames to the mean of each segment: [frames, segments]. */
    private String averages(String sharing) throws IOException {
        String first = graph.longs("first_axis", 0);
        String sizes = graph.op("ReduceSum", List.of(sharing, first), Attribute.of("keepdims", 1));
        String frames = graph.op("ReduceSum", List.of(sizes), Attribute.of("keepdims", 1));
        String ofSegment = graph.op("Div", List.of(sharing, sizes));
        return graph.op("Add", List.of(ofSegment, graph.op("Reciprocal", List.of(frames))));
    }

    /** Mean and standard deviation over time, projected, of length 1. */
    private String pool(String x) throws IOException {
        String time = graph.longs("frames_axis", 2);
        String mean = graph.op("ReduceMean", List.of(x, time), Attribute.of("keepdims", 1));
        String away = graph.op("Sub", List.of(x, mean));
        String squares =
                graph.op("ReduceSum", List.of(graph.op("Mul", List.of(away, away)), time), Attribute.of("keepdims", 1));
        String count = graph.op(
                "Cast",
                List.of(graph.op("Gather", List.of(graph.op("Shape", List.of(x)), time))),
                Attribute.of("to", ElementType.FLOAT.onnx()));
        String others = graph.op("Sub", List.of(count, graph.scalar("itself", 1)));
        String deviation = graph.op("Sqrt", List.of(graph.op("Div", List.of(squares, others))));
        String both = graph.op("Concat", List.of(mean, deviation), Attribute.of("axis", 1));
        String projected = normalised(both, "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm");
        String flat = graph.op("Squeeze", List.of(projected, time));
        return graph.op("LpNormalization", List.of(flat), Attribute.of("axis", 1), Attribute.of("p", 2));
    }

    private String image(String x, String convolution, String norm, int stride) throws IOException {
        int around = weights.tensor(convolution + ".weight").shape()[2] / 2;
        return normalised(
                x,
                convolution,
                norm,
                Attribute.ofList("strides", stride, 1),
                Attribute.ofList("pads", around, around, around, around));
    }

    /** A convolution and the normalisation after it. */
    private String normalised(String x, String convolution, String norm, Attribute... attributes) throws IOException {
        TorchTensor kernel = weights.tensor(convolution + ".weight");
        Norm after = norm(norm, kernel.rows());
        float[] folded = kernel.values().clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] *= after.scale()[i / kernel.columns()];
        }
        String weight = graph.floats(convolution + ".weight", folded, kernel.dimensions());
        String bias = graph.floats(convolution + ".bias", after.shift(), kernel.rows());
        return graph.op("Conv", List.of(x, weight, bias), attributes);
    }

    /** What a normalisation over a batch comes to once it is trained: x * scale + shift. */
    private record Norm(float[] scale, float[] shift) {}

    private Norm norm(String name, int channels) throws IOException {
        float[] mean = weights.tensor(name + ".running_mean").values();
        float[] variance = weights.tensor(name + ".running_var").values();
        float[] gain = new float[channels];
        Arrays.fill(gain, 1);
        float[] bias = new float[channels];
        if (weights.has(name + ".weight")) {
            gain = weights.tensor(name + ".weight").values();
            bias = weights.tensor(name + ".bias").values();
        }
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = (float) (gain[c] / Math.sqrt(variance[c] + EPSILON));
            shift[c] = bias[c] - mean[c] * scale[c];
        }
        return new Norm(scale, shift);
    }

    private String normalise(String x, String name) throws IOException {
        return graph.op(
                "BatchNormalization",
                List.of(
                        x,
                        graph.floats(weights, name + ".weight"),
                        graph.floats(weights, name + ".bias"),
                        graph.floats(weights, name + ".running_mean"),
                        graph.floats(weights, name + ".running_var")),
                Attribute.of("epsilon", EPSILON));
    }

    private String biased(String x, String layer) throws IOException {
        return graph.op(
                "Conv", List.of(x, graph.floats(weights, layer + ".weight"), graph.floats(weights, layer + ".bias")));
    }

    private String relu(String x) {
        return graph.op("Relu", List.of(x));
    }
}
