package org.whispernotes.transcriber.model.graph;

/** Slaney's mel filter bank as librosa computes it: 16 kHz, 400-point transform, 0 to 8 kHz, area-normalised. */
final class MelFilters {

    static final int BINS = 201;

    static final double HERTZ_PER_BIN = 40;
    private static final double TOP = 8000;
    private static final double BREAK_HERTZ = 1000;
    private static final double BREAK_MEL = 15;
    private static final double LINEAR = 200.0 / 3;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private MelFilters() {}

    /** Filters x transform bins, row by row. */
    static float[] filters(int melBins) {
        double[] edges = new double[melBins + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(mel(TOP) * i / (melBins + 1));
        }
        float[] filters = new float[melBins * BINS];
        for (int m = 0; m < melBins; m++) {
            double area = 2 / (edges[m + 2] - edges[m]);
            for (int k = 0; k < BINS; k++) {
                double height = triangle(k * HERTZ_PER_BIN, edges[m], edges[m + 1], edges[m + 2]);
                filters[m * BINS + k] = (float) ((float) height * area);
            }
        }
        return filters;
    }

    /** From 0 at the first corner to 1 at the second and back to 0 at the third. */
    static double triangle(double frequency, double first, double second, double third) {
        double rising = (frequency - first) / (second - first);
        double falling = (third - frequency) / (third - second);
        return Math.max(0, Math.min(rising, falling));
    }

    /** Mel as HTK and Kaldi have it, not Slaney. */
    static double htkMel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static double mel(double hertz) {
        return hertz < BREAK_HERTZ ? hertz / LINEAR : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP;
    }

    private static double hertz(double mel) {
        return mel < BREAK_MEL ? mel * LINEAR : BREAK_HERTZ * Math.exp((mel - BREAK_MEL) * LOG_STEP);
    }
}
