package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@link VoiceGraph} hears: logarithms of mel filter banks as Kaldi's {@code compute-fbank-feats} makes them, 25 ms
 * every 10 ms, without dither. Taking the mean away, pre-emphasis, window and transform are linear, so they are one
 * matrix.
 */
public final class VoiceFeatureGraph {

    /** Values of a frame. */
    public static final int BANDS = 80;

    /** Samples from one frame to the next. */
    public static final int HOP = PowerSpectrum.HOP;
    /** Samples of a frame. */
    public static final int FRAME = PowerSpectrum.FRAME;

    private static final int SAMPLE_RATE = 16_000;
    private static final int TRANSFORM = 512;
    /** Without the first and the last, which no band hears. */
    private static final int BINS = TRANSFORM / 2 - 1;

    private static final double LOWEST_HZ = 20;
    private static final double PRE_EMPHASIS = 0.97;
    private static final double WINDOW_POWER = 0.85;
    /** Kaldi's samples are 16-bit numbers. */
    private static final double FULL_SCALE = 32_768;
    /** The smallest energy: 2^-23. */
    private static final float FLOOR = 0x1p-23f;

    private VoiceFeatureGraph() {}

    /** {@code pcm} [1, 1, 160 T + 240] to {@code features} [1, {@link #BANDS}, T]; frame t begins at sample 160 t. */
    public static void write(Path file) throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            String filters = graph.floats("filters", filters(), BANDS, BINS);
            String energies = graph.op("MatMul", List.of(filters, PowerSpectrum.add(graph, fourier())));
            String audible = graph.op("Max", List.of(energies, graph.scalar("floor", FLOOR)));
            graph.output(graph.op("Log", List.of(audible)), "features", ElementType.FLOAT, 1, BANDS, "frames");
            graph.finish();
        }
    }

    /** Real parts, then imaginary ones, one row a bin. */
    private static float[] fourier() {
        float[] basis = new float[2 * BINS * FRAME];
        for (int k = 1; k <= BINS; k++) {
            double[] real = new double[FRAME];
            double[] imaginary = new double[FRAME];
            for (int n = 0; n < FRAME; n++) {
                double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / (FRAME - 1));
                double window = Math.pow(hann, WINDOW_POWER) * FULL_SCALE;
                double angle = 2 * Math.PI * k * n / TRANSFORM;
                real[n] = Math.cos(angle) * window;
                imaginary[n] = -Math.sin(angle) * window;
            }
            put(basis, k - 1, real);
            put(basis, BINS + k - 1, imaginary);
        }
        return basis;
    }

    /** What each sample of a frame adds to one row of the windowed transform. */
    private static void put(float[] basis, int row, double[] windowed) {
        double[] emphasised = new double[FRAME];
        double mean = 0;
        for (int n = 0; n < FRAME; n++) {
            double next = n + 1 < FRAME ? windowed[n + 1] : 0;
            // The first sample has none before it and stands for it.
            double own = n == 0 ? windowed[0] * (1 - PRE_EMPHASIS) : windowed[n];
            emphasised[n] = own - PRE_EMPHASIS * next;
            mean += emphasised[n] / FRAME;
        }
        for (int n = 0; n < FRAME; n++) {
            basis[row * FRAME + n] = (float) (emphasised[n] - mean);
        }
    }

    /** Triangles of the same width on the mel scale. */
    private static float[] filters() {
        double lowest = MelFilters.htkMel(LOWEST_HZ);
        double step = (MelFilters.htkMel(SAMPLE_RATE / 2.0) - lowest) / (BANDS + 1);
        float[] filters = new float[BANDS * BINS];
        for (int band = 0; band < BANDS; band++) {
            double left = lowest + band * step;
            for (int k = 1; k <= BINS; k++) {
                double mel = MelFilters.htkMel((double) k * SAMPLE_RATE / TRANSFORM);
                filters[band * BINS + k - 1] = (float) MelFilters.triangle(mel, left, left + step, left + 2 * step);
            }
        }
        return filters;
    }
}
