package org.whispernotes.transcriber.model.graph;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * SmoothQuant (Xiao et al. 2022, arXiv:2211.10438): moves the spread of activations into the weights, so that both fit
 * eight bits. Computed from the largest absolute activation of each channel, as measured by {@link Calibration}.
 */
final class Smoothing {

    /** Without effect: for float graphs and for measuring. */
    static final Smoothing NONE = new Smoothing(Map.of());

    private static final double MIGRATION = 0.7;
    private static final double SMALLEST = 1e-5;

    private final Map<String, float[]> maxima;

    /** Largest absolute values per channel, by the names of {@link EncoderGraph#observed}. */
    Smoothing(Map<String, float[]> maxima) {
        this.maxima = maxima;
    }

    /** What to divide each channel by; empty for no smoothing. The geometric mean is one. */
    float[] divisors(String observed, Matrix weight) {
        float[] activations = maxima.get(observed);
        if (activations == null) {
            return new float[0];
        }
        float[] weights = columnMaxima(weight);
        double[] divisors = new double[activations.length];
        double logarithms = 0;
        for (int c = 0; c < divisors.length; c++) {
            divisors[c] = Math.pow(Math.max(activations[c], SMALLEST), MIGRATION)
                    / Math.pow(Math.max(weights[c], SMALLEST), 1 - MIGRATION);
            logarithms += Math.log(divisors[c]);
        }
        double mean = Math.exp(logarithms / divisors.length);
        float[] result = new float[divisors.length];
        for (int c = 0; c < result.length; c++) {
            result[c] = (float) (divisors[c] / mean);
        }
        return result;
    }

    /**
     * The loudest channels once divided, one in so many, ascending: without them one scale serves the others better.
     *
     * @param divisors as above; empty for none
     */
    int[] loudest(String observed, float[] divisors, int share) {
        float[] measured = maxima.get(observed);
        if (measured == null) {
            return new int[0];
        }
        float[] activations = measured.clone();
        for (int c = 0; c < divisors.length; c++) {
            activations[c] /= divisors[c];
        }
        float[] sorted = activations.clone();
        Arrays.sort(sorted);
        float smallest = sorted[sorted.length - Math.max(1, sorted.length / share)];
        return IntStream.range(0, activations.length)
                .filter(c -> activations[c] >= smallest)
                .toArray();
    }

    private static float[] columnMaxima(Matrix weight) {
        float[] maxima = new float[weight.columns()];
        float[] row = new float[weight.columns()];
        for (int r = 0; r < weight.rows(); r++) {
            weight.read(r, row);
            for (int c = 0; c < row.length; c++) {
                maxima[c] = Math.max(maxima[c], Math.abs(row[c]));
            }
        }
        return maxima;
    }
}
