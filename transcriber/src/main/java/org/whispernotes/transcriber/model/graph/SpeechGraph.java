package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Silero VAD 6 for 16 kHz, as its own graph for sequences computes it, with products of matrices instead of
 * convolutions: those are over four steps of time for each frame, for which ONNX Runtime takes twice as long.
 */
public final class SpeechGraph {

    private static final int INPUT = 576;
    /** Samples that are mirrored behind a frame. */
    private static final int MIRRORED = 64;
    /** Samples between the transform's windows, which are twice as long. */
    private static final int HOP = 128;

    private static final int BINS = 129;
    /** Windows of the transform in a frame. */
    private static final int STEPS = 4;

    private static final int KERNEL = 3;
    private static final int STATE = 128;

    private final OnnxGraph graph;
    private final OnnxWeights weights;

    private SpeechGraph(OnnxGraph graph, OnnxWeights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * Frames that follow each other: {@code input} [n, 576], each with the last 64 samples of the one before, and the
     * recurrent state {@code h} and {@code c} [1, 1, 128] to {@code speech_probs} [n], {@code hn} and {@code cn}.
     *
     * @param model {@code silero_vad_16k_sequence.onnx}
     * @throws IOException when it can't be read or is another model
     */
    public static void write(Path model, Path file) throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            new SpeechGraph(graph, OnnxWeights.read(model)).build();
            graph.finish();
        }
    }

    private void build() throws IOException {
        graph.input("input", ElementType.FLOAT, "frames", INPUT);
        graph.input("h", ElementType.FLOAT, 1, 1, STATE);
        graph.input("c", ElementType.FLOAT, 1, 1, STATE);
        String x = reshape(magnitudes(), STEPS * BINS);
        x = convolution(x, "encoder.0", STEPS, BINS, 128, 1);
        x = convolution(x, "encoder.1", STEPS, 128, 64, 2);
        x = convolution(x, "encoder.2", 2, 64, 64, 2);
        x = convolution(x, "encoder.3", 1, 64, STATE, 1);
        x = graph.op("Relu", List.of(recurrent(x)));
        String weight = graph.floats("output", weights.floats("output.weight", STATE), STATE, 1);
        String bias = graph.floats("output_bias", weights.floats("output.bias", 1), 1);
        x = graph.op("Add", List.of(graph.op("MatMul", List.of(x, weight)), bias));
        graph.output(reshape(graph.op("Sigmoid", List.of(x))), "speech_probs", ElementType.FLOAT, "frames");
        graph.output("hn", ElementType.FLOAT, 1, 1, STATE);
        graph.output("cn", ElementType.FLOAT, 1, 1, STATE);
    }

    /** [n, 4, 129] of the short-time Fourier transform, a window of which covers two pieces of its hop. */
    private String magnitudes() throws IOException {
        String padded = graph.op(
                "Pad", List.of("input", graph.longs("mirrored", 0, 0, 0, MIRRORED)), Attribute.of("mode", "reflect"));
        float[] basis = weights.floats("stft.forward_basis_buffer", 2 * BINS, 2 * HOP);
        float[] halves = new float[HOP * 4 * BINS];
        for (int row = 0; row < 2 * BINS; row++) {
            for (int i = 0; i < HOP; i++) {
                halves[i * 4 * BINS + row] = basis[row * 2 * HOP + i];
                halves[i * 4 * BINS + 2 * BINS + row] = basis[row * 2 * HOP + HOP + i];
            }
        }
        String weight = graph.floats("transform", halves, HOP, 4L * BINS);
        String pieces = graph.op("MatMul", List.of(reshape(padded, HOP), weight));
        String ofFrames = reshape(pieces, STEPS + 1, 4 * BINS);
        String first = part(part(ofFrames, 1, 0, STEPS), 2, 0, 2 * BINS);
        String second = part(part(ofFrames, 1, 1, STEPS + 1), 2, 2 * BINS, 4 * BINS);
        String both = graph.op("Add", List.of(first, second));
        String real = part(both, 2, 0, BINS);
        String imaginary = part(both, 2, BINS, 2 * BINS);
        String power = graph.op(
                "Add", List.of(graph.op("Mul", List.of(real, real)), graph.op("Mul", List.of(imaginary, imaginary))));
        return graph.op("Sqrt", List.of(power));
    }

    /** Over three steps of time, with a silent one before and behind: [n, steps * channels] to [n, later steps * outputs]. */
    private String convolution(String x, String layer, int steps, int channels, int outputs, int stride)
            throws IOException {
        float[] kernel = weights.floats(layer + ".weight", outputs, channels, KERNEL);
        float[] bias = weights.floats(layer + ".bias", outputs);
        int later = (steps + stride - 1) / stride;
        int columns = later * outputs;
        float[] matrix = new float[steps * channels * columns];
        float[] biases = new float[columns];
        for (int to = 0; to < later; to++) {
            System.arraycopy(bias, 0, biases, to * outputs, outputs);
            for (int k = 0; k < KERNEL; k++) {
                int from = to * stride + k - 1;
                for (int channel = 0; from >= 0 && from < steps && channel < channels; channel++) {
                    for (int output = 0; output < outputs; output++) {
                        matrix[(from * channels + channel) * columns + to * outputs + output] =
                                kernel[(output * channels + channel) * KERNEL + k];
                    }
                }
            }
        }
        String weight = graph.floats(layer, matrix, (long) steps * channels, columns);
        String added = graph.floats(layer + "_bias", biases, columns);
        return graph.op("Relu", List.of(graph.op("Gemm", List.of(x, weight, added))));
    }

    /** [n, 128] to the same, and the state behind the last. */
    private String recurrent(String x) throws IOException {
        String steps = reshape(x, 1, STATE);
        String weight = graph.floats("recurrent_input", weights.floats("onnx::LSTM_209", 512, STATE), 1, 512, STATE);
        String hidden = graph.floats("recurrent_hidden", weights.floats("onnx::LSTM_210", 512, STATE), 1, 512, STATE);
        String bias = graph.floats("recurrent_bias", weights.floats("onnx::LSTM_211", 1024), 1, 1024);
        String y = graph.fresh("recurrent");
        graph.node(
                "LSTM",
                OnnxGraph.NONE,
                List.of(steps, weight, hidden, bias, OnnxGraph.NONE, "h", "c"),
                List.of(y, "hn", "cn"),
                Attribute.of("hidden_size", STATE));
        return reshape(y, STATE);
    }

    private String part(String x, int axis, int from, int to) throws IOException {
        return graph.op(
                "Slice",
                List.of(
                        x,
                        graph.longs("at_" + from, from),
                        graph.longs("at_" + to, to),
                        graph.longs("at_" + axis, axis)));
    }

    /** All that there is, in rows of these dimensions. */
    private String reshape(String x, int... row) throws IOException {
        long[] shape = new long[row.length + 1];
        shape[0] = -1;
        StringBuilder name = new StringBuilder("in_rows");
        for (int i = 0; i < row.length; i++) {
            shape[i + 1] = row[i];
            name.append('_').append(row[i]);
        }
        return graph.op("Reshape", List.of(x, graph.longs(name.toString(), shape)));
    }
}
