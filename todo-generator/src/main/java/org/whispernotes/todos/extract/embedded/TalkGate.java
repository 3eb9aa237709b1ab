package org.whispernotes.todos.extract.embedded;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.whispernotes.todos.talk.Line;

/**
 * The third stage of short talks: whether a talk has todos at all. A story or a lecture has lines that sound like a promise
 * too. {@code training/features.py} does exactly the same.
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never handed out
record TalkGate(double[] weights, double bias) {

    static final int COUNT = 12;

    private static final double NONE = -8;

    /** Whether any line of this talk may be a todo. */
    boolean passes(
            List<Line> lines, List<List<String>> words, double[] todo, double[] wordsAlone, Vocabulary vocabulary) {
        if (lines.isEmpty()) {
            return false;
        }
        double[] row = row(lines, words, todo, wordsAlone, vocabulary);
        double sum = bias;
        for (int i = 0; i < row.length; i++) {
            sum += weights[i] * row[i];
        }
        return sum > 0;
    }

    private static double[] row(
            List<Line> lines, List<List<String>> words, double[] todo, double[] wordsAlone, Vocabulary vocabulary) {
        int n = lines.size();
        List<Set<String>> sets = words.stream().<Set<String>>map(HashSet::new).toList();
        long changes = IntStream.range(1, n)
                .filter(i -> !String.valueOf(lines.get(i).speaker())
                        .equals(String.valueOf(lines.get(i - 1).speaker())))
                .count();
        double promised = IntStream.range(0, n)
                .filter(i -> says(sets.get(i), vocabulary.first()))
                .mapToDouble(i -> todo[i])
                .max()
                .orElse(NONE);
        return new double[] {
            Math.max(largest(todo, 0), NONE),
            Math.max(largest(todo, 1), NONE),
            largest(wordsAlone, 0),
            largest(wordsAlone, 1),
            (double) changes / Math.max(1, n - 1),
            share(sets, vocabulary.oblige()),
            share(sets, vocabulary.second()),
            words.stream().mapToInt(List::size).average().orElse(0),
            promised,
            share(sets, vocabulary.future()),
            lines.stream().map(Line::speaker).distinct().count() == 1 ? 1 : 0,
            Math.log1p(Arrays.stream(wordsAlone).map(TalkFeatures::sigmoid).sum())
        };
    }

    private static double largest(double[] values, int place) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return place < sorted.length ? sorted[sorted.length - 1 - place] : NONE;
    }

    private static double share(List<Set<String>> sets, Set<String> any) {
        return (double) sets.stream().filter(set -> says(set, any)).count() / sets.size();
    }

    private static boolean says(Set<String> set, Set<String> any) {
        return any.stream().anyMatch(set::contains);
    }
}
