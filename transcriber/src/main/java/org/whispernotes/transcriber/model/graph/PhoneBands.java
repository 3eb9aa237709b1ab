package org.whispernotes.transcriber.model.graph;

/**
 * The bands that CMU Sphinx's acoustic models of wideband speech hear (pocketsphinx's {@code fe_sigproc.c} and the
 * model's {@code feat.params}), laid over the spectrum that Whisper's mel bins are made of: its frames are as far apart
 * and nearly as long, and words are timed as well by them as by Sphinx's own.
 */
public final class PhoneBands {

    public static final int COUNT = 25;

    private static final double LOWEST = 130;
    private static final double HIGHEST = 6800;
    private static final double PREEMPHASIS = 0.97;
    /** Corners lie on the bins of Sphinx's own transform. */
    private static final double HERTZ_PER_CORNER = 31.25;

    private static final double RATE = 16_000;

    private PhoneBands() {}

    /** Triangles of equal area, equally wide in mel, of the spectrum with its highs raised: bands x transform bins. */
    static float[] filters() {
        double width = (MelFilters.htkMel(HIGHEST) - MelFilters.htkMel(LOWEST)) / (COUNT + 1);
        float[] filters = new float[COUNT * MelFilters.BINS];
        for (int band = 0; band < COUNT; band++) {
            double[] corners = new double[3];
            for (int i = 0; i < corners.length; i++) {
                double corner = hertz(MelFilters.htkMel(LOWEST) + (band + i) * width);
                corners[i] = Math.round(corner / HERTZ_PER_CORNER) * HERTZ_PER_CORNER;
            }
            for (int bin = 0; bin < MelFilters.BINS; bin++) {
                double frequency = bin * MelFilters.HERTZ_PER_BIN;
                double height = MelFilters.triangle(frequency, corners[0], corners[1], corners[2]);
                double area = 2 / (corners[2] - corners[0]);
                filters[band * MelFilters.BINS + bin] = (float) (height * area * emphasis(frequency));
            }
        }
        return filters;
    }

    /** What taking most of the sample before away from each does to the power of a frequency. */
    private static double emphasis(double hertz) {
        return 1 + PREEMPHASIS * PREEMPHASIS - 2 * PREEMPHASIS * Math.cos(2 * Math.PI * hertz / RATE);
    }

    private static double hertz(double mel) {
        return 700 * (Math.pow(10, mel / 2595) - 1);
    }
}
