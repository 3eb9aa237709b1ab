package org.whispernotes.transcriber.align.phone;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How well each state of each phone explains each frame: logarithms of densities, of the likeliest Gaussian alone. Only
 * what is asked for is computed. Loops run over frames from 0 on, which the virtual machine's compiler turns into vector
 * instructions: with an offset it does not, and they take five times as long.
 */
final class PhoneScores {

    private final AcousticModel model;
    private final float[][] features;

    private PhoneScores(AcousticModel model, float[][] features) {
        this.model = model;
        this.features = features;
    }

    /**
     * Scores of the wanted frames; others are 0.
     *
     * @param features as {@link Cepstra#of} makes them
     * @param wanted frames of each phone
     * @return [phones x states][frames]; null for phones that are not wanted
     */
    static float[][] of(AcousticModel model, float[][] features, BitSet[] wanted) {
        PhoneScores scores = new PhoneScores(model, features);
        float[][] all = new float[wanted.length * AcousticModel.STATES][];
        for (int phone = 0; phone < wanted.length; phone++) {
            int[] frames = wanted[phone].stream().toArray();
            if (frames.length == 0) {
                continue;
            }
            float[][] own = scores.of(phone, frames);
            for (int state = 0; state < own.length; state++) {
                float[] row = new float[features[0].length];
                for (int i = 0; i < frames.length; i++) {
                    row[frames[i]] = own[state][i];
                }
                all[phone * AcousticModel.STATES + state] = row;
            }
        }
        return all;
    }

    /** [states][frames] */
    private float[][] of(int phone, int[] frames) {
        int count = frames.length;
        float[][] scores = new float[AcousticModel.STATES][count];
        float[][] best = new float[AcousticModel.STATES][count];
        float[] distance = new float[count];
        for (int stream = 0; stream < AcousticModel.STREAMS; stream++) {
            float[][] heard = gathered(stream, frames);
            AcousticModel.Mixture mixture = model.mixtures().get(stream).get(phone);
            for (float[] row : best) {
                Arrays.fill(row, Float.NEGATIVE_INFINITY);
            }
            for (int density = 0; density < mixture.densities(); density++) {
                Arrays.fill(distance, 0);
                for (int i = 0; i < AcousticModel.WIDTH; i++) {
                    int at = density * AcousticModel.WIDTH + i;
                    addDistance(heard[i], mixture.means()[at], mixture.precisions()[at], distance, count);
                }
                for (int state = 0; state < AcousticModel.STATES; state++) {
                    float offset = mixture.offsets()[state * mixture.densities() + density];
                    keepGreater(distance, offset, best[state], count);
                }
            }
            for (int state = 0; state < AcousticModel.STATES; state++) {
                for (int i = 0; i < count; i++) {
                    scores[state][i] += best[state][i];
                }
            }
        }
        return scores;
    }

    private float[][] gathered(int stream, int[] frames) {
        float[][] heard = new float[AcousticModel.WIDTH][frames.length];
        for (int i = 0; i < AcousticModel.WIDTH; i++) {
            float[] feature = features[stream * AcousticModel.WIDTH + i];
            for (int k = 0; k < frames.length; k++) {
                heard[i][k] = feature[frames[k]];
            }
        }
        return heard;
    }

    private static void addDistance(float[] heard, float mean, float precision, float[] distance, int count) {
        for (int i = 0; i < count; i++) {
            float away = heard[i] - mean;
            distance[i] += precision * away * away;
        }
    }

    private static void keepGreater(float[] distance, float offset, float[] best, int count) {
        for (int i = 0; i < count; i++) {
            best[i] = Math.max(best[i], offset - distance[i]);
        }
    }
}
