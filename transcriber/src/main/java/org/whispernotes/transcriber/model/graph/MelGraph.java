package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Log-mel spectrogram as Whisper computes it. Input {@code pcm} [1, 1, 160 T + 240]: 200 mirrored samples, the audio,
 * zeros. Outputs {@code mel} [1, bins, T] and, of the same spectrum, {@code bands} [1, {@link PhoneBands#COUNT}, T]: the
 * energies that words are timed by.
 */
final class MelGraph {

    private static final int TRANSFORM = PowerSpectrum.FRAME;

    private MelGraph() {}

    static void write(int melBins, Path file) throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            String power = PowerSpectrum.add(graph, fourier());
            String energy = energies(graph, power, melBins);
            String audible = graph.op("Max", List.of(energy, graph.scalar("floor", 1e-10f)));
            String decades = graph.op("Mul", List.of(graph.op("Log", List.of(audible)), graph.scalar("decade", (float)
                    (1 / Math.log(10)))));
            String loudest = graph.op("ReduceMax", List.of(decades), Attribute.of("keepdims", 1));
            String threshold = graph.op("Sub", List.of(loudest, graph.scalar("range", 8)));
            String clipped = graph.op("Max", List.of(decades, threshold));
            String shifted = graph.op("Add", List.of(clipped, graph.scalar("shift", 4)));
            String mel = graph.op("Mul", List.of(shifted, graph.scalar("quarter", 0.25f)));
            graph.output(mel, "mel", ElementType.FLOAT, 1, melBins, "frames");
            String bands = graph.floats("phone_filters", PhoneBands.filters(), PhoneBands.COUNT, MelFilters.BINS);
            graph.output(
                    graph.op("MatMul", List.of(bands, power)),
                    "bands",
                    ElementType.FLOAT,
                    1,
                    PhoneBands.COUNT,
                    "frames");
            graph.finish();
        }
    }

    private static String energies(OnnxGraph graph, String power, int melBins) throws IOException {
        String filters = graph.floats("filters", MelFilters.filters(melBins), melBins, MelFilters.BINS);
        return graph.op("MatMul", List.of(filters, power));
    }

    /** Windowed cosines, then windowed negative sines, one row per transform bin. */
    private static float[] fourier() {
        float[] basis = new float[2 * MelFilters.BINS * TRANSFORM];
        for (int k = 0; k < MelFilters.BINS; k++) {
            for (int n = 0; n < TRANSFORM; n++) {
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / TRANSFORM);
                double angle = 2 * Math.PI * k * n / TRANSFORM;
                basis[k * TRANSFORM + n] = (float) (Math.cos(angle) * window);
                basis[(MelFilters.BINS + k) * TRANSFORM + n] = (float) (-Math.sin(angle) * window);
            }
        }
        return basis;
    }
}
