package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two alike voices within what was taken for one. Single moments of two such people differ less from each other than two
 * sounds of one person do, so clustering moments finds sounds. But a person goes on talking for a while: of all ways to
 * give the moments to two voices the best is wanted where every change from one to the other has its price (a hidden
 * Markov model of two states; its parameters by Viterbi training from many beginnings).
 *
 * @param voices mean embeddings of the two; not of length 1, for that would favour a voice of few sounds
 * @param gain seconds of {@link #closeness} won over a single voice, less the price of the changes
 */
record Alternation(List<float[]> voices, double gain) {

    /** Price of a change: seconds times {@link #closeness}. */
    private static final double CHANGE = 0.04;
    /** Seconds of talk that a beginning is made of. */
    private static final double SEED_SECONDS = 2;
    /** Stretches that beginnings are made of, spread over the recording. */
    private static final int SEEDS = 200;
    /** The least alike pairs of stretches to begin with. */
    private static final int BEGINNINGS = 60;

    private static final int ROUNDS = 8;

    private record Pair(float[] one, float[] other, double apart) {}

    /**
     * @param moments embeddings in time order
     * @param step seconds from one moment to the next
     * @return null when there is too little to find two voices in
     */
    static @Nullable Alternation find(List<float[]> moments, double step) {
        double single = total(moments, mean(moments, 0, moments.size()));
        Alternation best = null;
        for (Pair pair : beginnings(moments, step)) {
            List<float[]> voices = List.of(pair.one(), pair.other());
            int[] before = new int[0];
            double value = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Path path = path(leanings(moments, voices), step);
                value = path.value() + total(moments, voices.get(1)) - single;
                if (Arrays.equals(path.owners(), before)
                        || Arrays.stream(path.owners()).distinct().count() < 2) {
                    break;
                }
                before = path.owners();
                voices = List.of(mean(moments, before, 0), mean(moments, before, 1));
            }
            if (before.length > 0 && (best == null || value * step > best.gain())) {
                best = new Alternation(voices, value * step);
            }
        }
        return best;
    }

    /** How much more a moment is like the first voice than like the second. */
    float leaning(float[] moment) {
        return closeness(moment, voices.get(0)) - closeness(moment, voices.get(1));
    }

    /** Half of the squared distance, less of it the closer, but for what is the same for every voice. */
    private static float closeness(float[] moment, float[] voice) {
        return Vectors.dot(moment, voice) - Vectors.dot(voice, voice) / 2;
    }

    /**
     * Whose each moment is.
     *
     * @param leanings of the moments, in time order
     * @return 0 or 1 each
     */
    static int[] owners(float[] leanings, double step) {
        return path(leanings, step).owners();
    }

    private record Path(int[] owners, double value) {}

    /** Viterbi's path; the first voice's moments are worth their leaning, the second's nothing. */
    private static Path path(float[] leanings, double step) {
        double price = CHANGE / step;
        int count = leanings.length;
        boolean[][] changed = new boolean[2][count];
        double first = 0;
        double second = 0;
        for (int t = 0; t < count; t++) {
            changed[0][t] = second - price > first;
            changed[1][t] = first - price > second;
            double stay = Math.max(first, second - price) + leanings[t];
            second = Math.max(second, first - price);
            first = stay;
        }
        int[] owners = new int[count];
        int owner = first > second ? 0 : 1;
        for (int t = count - 1; t >= 0; t--) {
            owners[t] = owner;
            owner = changed[owner][t] ? 1 - owner : owner;
        }
        return new Path(owners, Math.max(first, second));
    }

    private static float[] leanings(List<float[]> moments, List<float[]> voices) {
        Alternation between = new Alternation(voices, 0);
        float[] leanings = new float[moments.size()];
        for (int t = 0; t < leanings.length; t++) {
            leanings[t] = between.leaning(moments.get(t));
        }
        return leanings;
    }

    private static List<Pair> beginnings(List<float[]> moments, double step) {
        int length = (int) Math.max(2, Math.round(SEED_SECONDS / step));
        int apart = Math.max(length / 2, moments.size() / SEEDS);
        List<float[]> seeds = new ArrayList<>();
        for (int from = 0; from + length <= moments.size(); from += apart) {
            seeds.add(mean(moments, from, from + length));
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            for (int j = 0; j < i; j++) {
                pairs.add(new Pair(
                        seeds.get(i),
                        seeds.get(j),
                        -closeness(seeds.get(i), seeds.get(j)) - closeness(seeds.get(j), seeds.get(i))));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::apart).reversed());
        return pairs.subList(0, Math.min(BEGINNINGS, pairs.size()));
    }

    private static double total(List<float[]> moments, float[] voice) {
        return moments.stream().mapToDouble(moment -> closeness(moment, voice)).sum();
    }

    private static float[] mean(List<float[]> moments, int from, int to) {
        float[] sum = new float[SpeakerModels.EMBEDDING];
        moments.subList(from, to).forEach(moment -> Vectors.add(sum, moment, 1f / (to - from)));
        return sum;
    }

    private static float[] mean(List<float[]> moments, int[] owners, int owner) {
        float[] sum = new float[SpeakerModels.EMBEDDING];
        float share = 1f / Arrays.stream(owners).filter(o -> o == owner).count();
        for (int t = 0; t < owners.length; t++) {
            if (owners[t] == owner) {
                Vectors.add(sum, moments.get(t), share);
            }
        }
        return sum;
    }
}
