package org.whispernotes.transcriber.speaker;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Gives the voices of one window to speakers: each to another one, so that they are most alike in all. */
final class SlotAssignment {

    /** Worse than any similarity: taken only when there are more voices than speakers. */
    private static final double SHARED = -2;

    private final List<float[]> speakers;

    SlotAssignment(List<float[]> speakers) {
        this.speakers = speakers;
    }

    /** The index of each voice's speaker. */
    int[] assign(List<LocalVoice> voices) {
        double[][] likeness = new double[voices.size()][];
        int[][] candidates = new int[voices.size()][];
        for (int v = 0; v < voices.size(); v++) {
            float[] embedding = voices.get(v).embedding();
            double[] row = speakers.stream()
                    .mapToDouble(speaker -> Vectors.dot(embedding, speaker))
                    .toArray();
            likeness[v] = row;
            // With n voices the best assignment lies among each one's n most alike.
            candidates[v] = IntStream.range(0, row.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(s -> -row[s]))
                    .limit(voices.size())
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        Search search = new Search(likeness, candidates);
        search.from(0, 0);
        return search.best;
    }

    private static final class Search {

        private final double[][] likeness;
        private final int[][] candidates;
        private final int[] current;
        private int[] best;
        private double bestTotal = Double.NEGATIVE_INFINITY;

        Search(double[][] likeness, int[][] candidates) {
            this.likeness = likeness;
            this.candidates = candidates;
            this.current = new int[likeness.length];
            this.best = new int[likeness.length];
        }

        void from(int voice, double total) {
            if (voice == current.length) {
                if (total > bestTotal) {
                    bestTotal = total;
                    best = current.clone();
                }
                return;
            }
            for (int speaker : candidates[voice]) {
                boolean taken = Arrays.stream(current, 0, voice).anyMatch(other -> other == speaker);
                current[voice] = speaker;
                from(voice + 1, total + likeness[voice][speaker] + (taken ? SHARED : 0));
            }
        }
    }
}
