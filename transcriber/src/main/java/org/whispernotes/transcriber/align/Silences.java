package org.whispernotes.transcriber.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the pauses between words by loudness, against the stretch's own noise floor and speech level. */
public final class Silences {

    private static final double RATE = 16_000;
    private static final int FRAME = 320;
    private static final int HOP = 80;
    private static final double SHORTEST = 0.1;
    private static final double FLOOR = 0.05;
    private static final double LEVEL = 0.95;
    /** Where between floor and level a pause ends; not higher than 25 dB below the level unless noise leaves no room. */
    private static final double HIGHEST_SHARE = 0.6;

    private static final double LOWEST_SHARE = 0.3;
    private static final double BELOW_LEVEL = 25;
    private static final double QUIETEST = 1e-10;

    private Silences() {}

    /**
     * Pauses of at least a tenth of a second, in order.
     *
     * @param samples 16 kHz
     * @param from first sample of the stretch; times count from here
     * @param length of the stretch
     */
    public static List<Span> find(float[] samples, int from, int length) {
        int frames = 1 + (length - FRAME) / HOP;
        if (length < FRAME) {
            return List.of();
        }
        double[] energies = energies(samples, from, frames + FRAME / HOP - 1);
        double[] loudness = new double[frames];
        for (int i = 0; i < frames; i++) {
            double energy = 0;
            for (int k = i; k < i + FRAME / HOP; k++) {
                energy += energies[k];
            }
            loudness[i] = 10 * Math.log10(energy / FRAME + QUIETEST);
        }
        return below(loudness, threshold(loudness));
    }

    /** Of pieces as long as the hop: frames overlap, and share them. */
    private static double[] energies(float[] samples, int from, int pieces) {
        double[] energies = new double[pieces];
        for (int piece = 0; piece < pieces; piece++) {
            double energy = 0;
            for (int k = from + piece * HOP; k < from + (piece + 1) * HOP; k++) {
                energy += samples[k] * samples[k];
            }
            energies[piece] = energy;
        }
        return energies;
    }

    private static double threshold(double[] loudness) {
        double[] sorted = loudness.clone();
        Arrays.sort(sorted);
        double floor = sorted[(int) (FLOOR * (sorted.length - 1))];
        double level = sorted[(int) (LEVEL * (sorted.length - 1))];
        double range = level - floor;
        return Math.min(floor + HIGHEST_SHARE * range, Math.max(level - BELOW_LEVEL, floor + LOWEST_SHARE * range));
    }

    private static List<Span> below(double[] loudness, double threshold) {
        List<Span> spans = new ArrayList<>();
        int i = 0;
        while (i < loudness.length) {
            int first = i;
            while (i < loudness.length && loudness[i] < threshold) {
                i++;
            }
            if (i > first) {
                double start = first == 0 ? 0 : (first * HOP + FRAME / 2.0) / RATE;
                double end = ((i - 1) * HOP + FRAME / 2.0) / RATE;
                if (end - start >= SHORTEST) {
                    spans.add(new Span(start, end));
                }
            }
            i++;
        }
        return spans;
    }
}
