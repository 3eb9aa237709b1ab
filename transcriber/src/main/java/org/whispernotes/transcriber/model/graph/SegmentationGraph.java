package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whispernotes.transcriber.model.torch.TorchCheckpoint;

/**
 * Who talks when in a window of sound: Bredin and Laurent, "End-to-end speaker segmentation for overlap-aware
 * resegmentation" (2021), after SincNet (Ravanelli and Bengio, 2018), in pyannote's weights.
 */
public final class SegmentationGraph {

    private static final int SINC_HALF = 125;

    private SegmentationGraph() {}

    /**
     * Who is talking: {@code waveform} [n, 1, samples] to {@code scores} [n, frames, 3], one probability for each of up
     * to three speakers of the window, in an order that means nothing outside of it.
     */
    public static void write(Path checkpoint, Path file) throws IOException {
        TorchCheckpoint weights = TorchCheckpoint.read(checkpoint, "state_dict");
        try (OnnxGraph graph = new OnnxGraph(file)) {
            graph.input("waveform", ElementType.FLOAT, "n", 1, "samples");
            String x = normalise(graph, weights, "waveform", "sincnet.wav_norm1d");
            for (int i = 0; i < 3; i++) {
                if (i == 0) {
                    String filters = graph.floats("sinc", sincFilters(weights), 80, 1, 2L * SINC_HALF + 1);
                    x = graph.op("Conv", List.of(x, filters), Attribute.ofList("strides", 10));
                    x = graph.op("Abs", List.of(x));
                } else {
                    String layer = "sincnet.conv1d." + i;
                    x = graph.op(
                            "Conv",
                            List.of(
                                    x,
                                    graph.floats(weights, layer + ".weight"),
                                    graph.floats(weights, layer + ".bias")));
                }
                x = graph.op(
                        "MaxPool", List.of(x), Attribute.ofList("kernel_shape", 3), Attribute.ofList("strides", 3));
                x = normalise(graph, weights, x, "sincnet.norm1d." + i);
                x = leaky(graph, x);
            }
            x = graph.op("Transpose", List.of(x), Attribute.ofList("perm", 2, 0, 1));
            String joined = graph.longs("joined", 0, 0, 256);
            for (int layer = 0; layer < 4; layer++) {
                String suffix = "_l" + layer;
                LstmLayer lstm = new LstmLayer(weights, List.of(suffix, suffix + "_reverse"));
                String steps = lstm.addQuantised(graph, x);
                String beside = graph.op("Transpose", List.of(steps), Attribute.ofList("perm", 0, 2, 1, 3));
                x = graph.op("Reshape", List.of(beside, joined));
            }
            x = leaky(graph, linear(graph, weights, x, "linear.0"));
            x = leaky(graph, linear(graph, weights, x, "linear.1"));
            x = graph.op("Sigmoid", List.of(linear(graph, weights, x, "classifier")));
            x = graph.op("Transpose", List.of(x), Attribute.ofList("perm", 1, 0, 2));
            graph.output(x, "scores", ElementType.FLOAT, "n", "frames", 3);
            graph.finish();
        }
    }

    private static String normalise(OnnxGraph graph, TorchCheckpoint weights, String x, String layer)
            throws IOException {
        return graph.op(
                "InstanceNormalization",
                List.of(x, graph.floats(weights, layer + ".weight"), graph.floats(weights, layer + ".bias")),
                Attribute.of("epsilon", 1e-5f));
    }

    private static String leaky(OnnxGraph graph, String x) {
        return graph.op("LeakyRelu", List.of(x), Attribute.of("alpha", 0.01f));
    }

    private static String linear(OnnxGraph graph, TorchCheckpoint weights, String x, String layer) throws IOException {
        String weight = graph.floats(weights, layer + ".weight");
        String product = graph.microsoft("FusedMatMul", List.of(x, weight), Attribute.of("transB", 1));
        return graph.op("Add", List.of(product, graph.floats(weights, layer + ".bias")));
    }

    /** 40 band passes as cosines, then the same as sines; learned are only their edges. */
    private static float[] sincFilters(TorchCheckpoint weights) throws IOException {
        String bank = "sincnet.conv1d.0.filterbank.";
        float[] lowest = weights.tensor(bank + "low_hz_").values();
        float[] width = weights.tensor(bank + "band_hz_").values();
        float[] times = weights.tensor(bank + "n_").values();
        float[] window = weights.tensor(bank + "window_").values();
        int length = 2 * SINC_HALF + 1;
        float[] filters = new float[2 * lowest.length * length];
        for (int f = 0; f < lowest.length; f++) {
            double low = 50 + Math.abs(lowest[f]);
            double high = Math.min(8000, Math.max(50, low + 50 + Math.abs(width[f])));
            double band = high - low;
            int cosine = f * length;
            int sine = (lowest.length + f) * length;
            filters[cosine + SINC_HALF] = 1;
            for (int i = 0; i < SINC_HALF; i++) {
                double scale = window[i] / (times[i] / 2) / (2 * band);
                double even = (Math.sin(high * times[i]) - Math.sin(low * times[i])) * scale;
                double odd = (Math.cos(low * times[i]) - Math.cos(high * times[i])) * scale;
                filters[cosine + i] = (float) even;
                filters[cosine + length - 1 - i] = (float) even;
                filters[sine + i] = (float) odd;
                filters[sine + length - 1 - i] = (float) -odd;
            }
        }
        return filters;
    }
}
