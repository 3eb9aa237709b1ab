package org.whispernotes.todos.extract.embedded;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.whispernotes.todos.talk.Line;

/**
 * What the second stage sees of a line: the first stage's scores of it and its neighbours, who speaks, what kinds of words
 * stand where, and where in the talk it is. {@code training/features.py} does exactly the same, in the same order.
 */
final class TalkFeatures {

    static final int COUNT = 54;
    /** Places of some features in a row. */
    private static final int TODO = 0;

    private static final int AROUND = 28;
    private static final int EVERYWHERE = 29;
    private static final int OTHER_HEADS = 9;

    private static final double BEYOND = -8;
    private static final int LONGEST_TAIL = 400;

    private final List<Line> lines;
    private final List<List<String>> tokens;
    private final List<Set<String>> words;
    private final double[] todo;
    private final Vocabulary vocabulary;

    /** @param todo first-stage log odds of each line */
    TalkFeatures(List<Line> lines, List<List<String>> tokens, double[] todo, Vocabulary vocabulary) {
        this.lines = lines;
        this.tokens = tokens;
        this.todo = todo;
        this.vocabulary = vocabulary;
        words = tokens.stream().<Set<String>>map(HashSet::new).toList();
    }

    /** @param others log odds of the decision, question and gist heads, in this order */
    double[][] rows(List<double[]> others) {
        int n = lines.size();
        double[][] rows = new double[n][];
        int[] rank = ranks();
        double[] near = meanAround(todo, 3);
        double[] around = meanAround(todo, 10);
        double[] wide = meanAround(todo, 40);
        List<double[]> near3 = others.stream().map(head -> meanAround(head, 3)).toList();
        List<double[]> near15 =
                others.stream().map(head -> meanAround(head, 15)).toList();
        double everywhere = 0;
        for (double score : todo) {
            everywhere += sigmoid(score);
        }
        everywhere /= Math.max(1, n);
        double shortness = 1 - sigmoid(2 * (Math.log1p(n) - 5));
        for (int i = 0; i < n; i++) {
            Row row = new Row();
            ofNeighbours(i, row);
            ofWords(i, row);
            row.add((double) i / Math.max(1, n - 1));
            row.add(Math.min(n - 1 - i, LONGEST_TAIL));
            row.add(Math.log1p(n));
            row.add(Math.log1p(rank[i]));
            row.add(around[i]);
            row.add(everywhere);
            for (int head = 0; head < others.size(); head++) {
                row.add(others.get(head)[i]);
                row.add(near3.get(head)[i]);
                row.add(near15.get(head)[i]);
            }
            row.add(near[i]);
            row.add(wide[i]);
            row.addForShortTalks(shortness);
            rows[i] = row.values;
        }
        return rows;
    }

    private void ofNeighbours(int i, Row row) {
        for (int k : new int[] {0, -1, 1, -2, 2}) {
            row.add(score(i + k));
        }
        row.add(Math.max(score(i - 3), Math.max(score(i - 4), score(i - 5))));
        row.add(Math.max(score(i + 3), Math.max(score(i + 4), score(i + 5))));
        row.add(sameSpeaker(i, i - 1));
        row.add(sameSpeaker(i, i + 1));
    }

    private void ofWords(int i, Row row) {
        row.add(Math.log1p(tokens.get(i).size()));
        row.add(words.get(i).contains("<time>") || words.get(i).contains("<unit>") ? 1 : 0);
        row.add(words.get(i).contains("?") ? 1 : 0);
        row.add(says(i, vocabulary.first()));
        row.add(says(i, vocabulary.second()));
        row.add(says(i, vocabulary.oblige()));
        row.add(says(i, vocabulary.future()));
        row.add(says(i, vocabulary.past()));
        row.add(says(i, vocabulary.conditional()));
        row.add(says(i + 1, vocabulary.yes()) * (1 - sameSpeaker(i, i + 1)));
        row.add(says(i + 2, vocabulary.yes()));
        row.add(says(i - 1, vocabulary.second()) * says(i - 1, Set.of("?")));
        row.add(says(i - 1, vocabulary.future()));
        row.add(says(i + 1, vocabulary.future()));
        boolean answers = !tokens.get(i).isEmpty()
                && vocabulary.yes().contains(tokens.get(i).get(0));
        row.add(answers ? 1 : 0);
    }

    private double score(int i) {
        return i >= 0 && i < todo.length ? todo[i] : BEYOND;
    }

    private double sameSpeaker(int i, int other) {
        if (other < 0 || other >= lines.size()) {
            return 0;
        }
        String speaker = lines.get(other).speaker();
        return speaker != null && speaker.equals(lines.get(i).speaker()) ? 1 : 0;
    }

    private double says(int i, Set<String> any) {
        return i >= 0 && i < words.size() && !Collections.disjoint(words.get(i), any) ? 1 : 0;
    }

    private int[] ranks() {
        List<Integer> order = IntStream.range(0, todo.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -todo[i]))
                .toList();
        int[] rank = new int[todo.length];
        for (int r = 0; r < rank.length; r++) {
            rank[order.get(r)] = r;
        }
        return rank;
    }

    private static double[] meanAround(double[] logOdds, int reach) {
        double[] prefix = new double[logOdds.length + 1];
        for (int i = 0; i < logOdds.length; i++) {
            prefix[i + 1] = prefix[i] + sigmoid(logOdds[i]);
        }
        double[] means = new double[logOdds.length];
        for (int i = 0; i < means.length; i++) {
            int from = Math.max(0, i - reach);
            int to = Math.min(logOdds.length, i + reach + 1);
            means[i] = (prefix[to] - prefix[from]) / (to - from);
        }
        return means;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, x))));
    }

    private static final class Row {
        private final double[] values = new double[COUNT];
        private int size;

        void add(double value) {
            values[size++] = value;
        }

        /** In a short talk words say more and the place says less than in an hour's meeting. */
        void addForShortTalks(double shortness) {
            add(shortness * values[TODO]);
            add(shortness);
            add(shortness * values[EVERYWHERE]);
            add(shortness * values[AROUND]);
            for (int i = EVERYWHERE + 1; i <= EVERYWHERE + OTHER_HEADS; i++) {
                add(shortness * values[i]);
            }
        }
    }
}
