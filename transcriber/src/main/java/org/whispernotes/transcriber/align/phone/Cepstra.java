package org.whispernotes.transcriber.align.phone;

import java.util.Arrays;

/**
 * Features that CMU Sphinx's acoustic models hear: 13 mel-frequency cepstral coefficients every 10 ms, their mean over
 * the stretch taken away, and how they change. The quietest that each band ever is counts as noise and is subtracted
 * first: else speech in noise passes for silence.
 */
final class Cepstra {

    private static final int COEFFICIENTS = AcousticModel.WIDTH;
    private static final int LIFTER = 22;
    private static final double SMALLEST = 1e-13;
    /** Frames to either side over which a band is averaged to find its noise. */
    private static final int NEIGHBOURS = 10;
    /** Frames from one average to the next. */
    private static final int STEP = 5;

    private static final double QUIETEST_SHARE = 0.05;
    private static final double SUBTRACTED = 1.5;
    private static final double LEAST_LEFT = 0.1;

    private Cepstra() {}

    /**
     * The features of a stretch.
     *
     * @param sound of a frame at least
     * @return [streams x coefficients][frames]
     */
    static float[][] of(SoundBands sound) {
        int frames = sound.frames();
        int bands = sound.energies().length / frames;
        float[] levels = sound.energies().clone();
        for (int band = 0; band < bands; band++) {
            subtractNoise(levels, band * frames, frames);
        }
        float[][] features = new float[AcousticModel.STREAMS * COEFFICIENTS][];
        for (int c = 0; c < COEFFICIENTS; c++) {
            float[] row = coefficient(levels, c, bands, frames);
            features[c] = row;
            features[COEFFICIENTS + c] = slope(row);
            features[2 * COEFFICIENTS + c] = curvature(row);
        }
        return features;
    }

    /** Energies become logarithms of what is left of them. */
    private static void subtractNoise(float[] levels, int row, int frames) {
        float[] smooth = new float[(frames + STEP - 1) / STEP];
        for (int i = 0; i < smooth.length; i++) {
            int first = Math.max(0, i * STEP - NEIGHBOURS);
            int end = Math.min(frames, i * STEP + NEIGHBOURS);
            for (int frame = first; frame < end; frame++) {
                smooth[i] += levels[row + frame] / (end - first);
            }
        }
        Arrays.sort(smooth);
        double noise = SUBTRACTED * smooth[(int) (QUIETEST_SHARE * smooth.length)];
        for (int i = row; i < row + frames; i++) {
            levels[i] = (float) Math.log(Math.max(SMALLEST, Math.max(levels[i] - noise, LEAST_LEFT * levels[i])));
        }
    }

    /** Of the orthonormal cosine transform (DCT-II), lifted. */
    private static float[] coefficient(float[] levels, int c, int bands, int frames) {
        float[] row = new float[frames];
        double scale = Math.sqrt((c == 0 ? 1.0 : 2.0) / bands) * (1 + LIFTER / 2.0 * Math.sin(Math.PI * c / LIFTER));
        for (int band = 0; band < bands; band++) {
            float factor = (float) (scale * Math.cos(Math.PI * c * (band + 0.5) / bands));
            for (int frame = 0; frame < frames; frame++) {
                row[frame] += factor * levels[band * frames + frame];
            }
        }
        double mean = 0;
        for (float value : row) {
            mean += value / frames;
        }
        for (int frame = 0; frame < frames; frame++) {
            row[frame] -= (float) mean;
        }
        return row;
    }

    /** Over four frames; the ends are repeated. */
    private static float[] slope(float[] row) {
        float[] slope = new float[row.length];
        for (int frame = 0; frame < row.length; frame++) {
            slope[frame] = at(row, frame + 2) - at(row, frame - 2);
        }
        return slope;
    }

    private static float[] curvature(float[] row) {
        float[] curvature = new float[row.length];
        for (int frame = 0; frame < row.length; frame++) {
            curvature[frame] = at(row, frame + 3) - at(row, frame - 1) - at(row, frame + 1) + at(row, frame - 3);
        }
        return curvature;
    }

    private static float at(float[] row, int frame) {
        return row[Math.max(0, Math.min(row.length - 1, frame))];
    }
}
