package org.whispernotes.transcriber.model;

/** The mel filter bank that Whisper was trained with: librosa's, Slaney scale and norm, 16 kHz, 400 points, 0 to 8 kHz. */
final class MelFilters {

    static final int BINS = 201;

    private static final double BIN_HERTZ = 40;
    private static final double TOP_HERTZ = 8_000;

    /** Slaney's scale is linear below 1 kHz and logarithmic above. */
    private static final double LOG_FROM_HERTZ = 1_000;

    private static final double LOG_FROM_MEL = 15;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private MelFilters() {}

    /** {@code mels} x {@link #BINS}. */
    static float[][] of(int mels) {
        double[] hertz = new double[mels + 2];
        for (int i = 0; i < hertz.length; i++) {
            hertz[i] = toHertz(toMel(TOP_HERTZ) * i / (mels + 1));
        }
        float[][] weights = new float[mels][BINS];
        for (int m = 0; m < mels; m++) {
            for (int bin = 0; bin < BINS; bin++) {
                double at = bin * BIN_HERTZ;
                double rising = (at - hertz[m]) / (hertz[m + 1] - hertz[m]);
                double falling = (hertz[m + 2] - at) / (hertz[m + 2] - hertz[m + 1]);
                float triangle = (float) Math.max(0, Math.min(rising, falling));
                weights[m][bin] = (float) (triangle * (2 / (hertz[m + 2] - hertz[m])));
            }
        }
        return weights;
    }

    private static double toMel(double hertz) {
        return hertz < LOG_FROM_HERTZ ? hertz * 3 / 200 : LOG_FROM_MEL + Math.log(hertz / LOG_FROM_HERTZ) / LOG_STEP;
    }

    private static double toHertz(double mel) {
        return mel < LOG_FROM_MEL ? mel * 200 / 3 : LOG_FROM_HERTZ * Math.exp((mel - LOG_FROM_MEL) * LOG_STEP);
    }
}
