package org.whispernotes.bench.todos;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Counts over meetings. A picked line is good when it lies within {@code tolerance} lines of a linked one; every other picked
 * line is a false line. An item is found when a pick lies that near to one of its lines.
 */
final class Score {

    private final int tolerance;
    private int good;
    private int falseLines;
    private int found;
    private int items;

    Score(int tolerance) {
        this.tolerance = tolerance;
    }

    void add(Collection<Integer> picks, List<Set<Integer>> linked) {
        for (int pick : picks) {
            if (linked.stream().anyMatch(lines -> near(pick, lines))) {
                good++;
            } else {
                falseLines++;
            }
        }
        items += linked.size();
        found += (int) linked.stream()
                .filter(lines -> picks.stream().anyMatch(pick -> near(pick, lines)))
                .count();
    }

    private boolean near(int pick, Set<Integer> lines) {
        return lines.stream().anyMatch(line -> Math.abs(line - pick) <= tolerance);
    }

    /** 1 when nothing was picked and nothing was to be found. */
    double precision() {
        return good + falseLines == 0 ? items == 0 ? 1 : 0 : (double) good / (good + falseLines);
    }

    double recall() {
        return items == 0 ? 1 : (double) found / items;
    }

    double f1() {
        double sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    int falseLines() {
        return falseLines;
    }

    int picks() {
        return good + falseLines;
    }

    int items() {
        return items;
    }
}
