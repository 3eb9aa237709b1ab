package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for the most probable text of a stretch by several rows at once (beam search as in Whisper's own {@code
 * decoding.py}): each holds one of the most probable beginnings. Unlike there, those that go round in circles are given
 * up, because what repeats itself is probable, and those that are far behind the best, because each costs a row; and what
 * is much shorter than the text that is to be bettered is no text of the stretch, however probable.
 */
final class Beam {

    /** Natural logarithm of how many times as probable the best beginning may be. */
    private static final double FAR_BEHIND = 2;

    private final Row leader;
    private final Rows rows;
    private final int width;
    private final int end;
    private final int shortest;
    private final int longest;
    private final List<Row> twins = new ArrayList<>();
    private List<Row> alive;
    private final List<Hypothesis> ended = new ArrayList<>();

    /** A beginning made longer by a token. */
    record Candidate(Row row, Hypothesis text) {}

    /** Where a search gets its rows. */
    interface Rows {
        /** Another row for the same audio. */
        Row twin(Row leader);

        /** Copies what one row has read and written so far to another. */
        void copy(Row from, Row to);
    }

    /**
     * @param leader the stretch's own row, with the text to begin from
     * @param width rows at most
     * @param end the token that ends a text
     * @param shortest tokens of a text
     * @param longest tokens of a text
     */
    Beam(Row leader, Rows rows, int width, int end, int shortest, int longest) {
        this.leader = leader;
        this.rows = rows;
        this.width = width;
        this.end = end;
        this.shortest = shortest;
        this.longest = longest;
        this.alive = List.of(leader);
    }

    /** The stretch's own row, where the result belongs. */
    Row leader() {
        return leader;
    }

    /** The other rows. */
    List<Row> twins() {
        return List.copyOf(twins);
    }

    boolean holds(Row row) {
        return row == leader || twins.contains(row);
    }

    /** How many ways to go on are worth to be looked at for each row: one may be the end. */
    int choices() {
        return width + 1;
    }

    /** Rows whose text may go on. */
    List<Row> alive() {
        return alive;
    }

    /**
     * Goes on with the most probable of the longer texts; true when the search is over: one that has ended is better by its
     * length than all that may go on, as many have ended as there may be rows, or none can go on.
     */
    boolean extend(List<Candidate> candidates) {
        List<Candidate> kept = new ArrayList<>();
        List<Candidate> ordered = new ArrayList<>(candidates);
        ordered.sort(Comparator.comparingDouble(
                        (Candidate candidate) -> candidate.text().logProbability())
                .reversed());
        for (Candidate candidate : ordered) {
            Hypothesis text = candidate.text();
            if (text.tokens().get(text.length() - 1) == end) {
                if (text.length() >= shortest) {
                    ended.add(text);
                }
            } else if (!LoopCheck.mayLoop(text.tokens()) && !isFarBehind(text, kept)) {
                kept.add(candidate);
            }
            if (kept.size() == width) {
                break;
            }
        }
        place(kept);
        return kept.isEmpty() || isSettled() || alive.get(0).written() >= longest;
    }

    private static boolean isFarBehind(Hypothesis text, List<Candidate> ahead) {
        return !ahead.isEmpty() && text.logProbability() < ahead.get(0).text().logProbability() - FAR_BEHIND;
    }

    private boolean isSettled() {
        return ended.size() >= width || greatestAverage(ended) >= greatestAverage(texts(alive));
    }

    /** A text stays in the row of its beginning or takes one that is free; the stretch's own row is always in use. */
    private void place(List<Candidate> kept) {
        Deque<Row> free = new ArrayDeque<>();
        free.add(leader);
        free.addAll(twins);
        kept.forEach(candidate -> free.remove(candidate.row()));
        List<Row> next = new ArrayList<>();
        for (Candidate candidate : kept) {
            Row row = candidate.row();
            if (next.contains(row)) {
                row = free.isEmpty() ? another() : free.remove();
                rows.copy(candidate.row(), row);
            }
            next.add(row);
        }
        int last = next.size() - 1;
        if (last >= 0 && !next.contains(leader)) {
            rows.copy(next.set(last, leader), leader);
        }
        for (int i = 0; i < next.size(); i++) {
            next.get(i).goOn(kept.get(i).text());
        }
        alive = next;
    }

    private Row another() {
        Row twin = rows.twin(leader);
        twins.add(twin);
        return twin;
    }

    /** Rows that no text is left for, which the search gives back. */
    List<Row> dismissIdle() {
        List<Row> idle = new ArrayList<>(twins);
        idle.removeAll(alive);
        twins.removeAll(idle);
        return idle;
    }

    /** The most probable text by its length; where none ended, the most probable one that did not. Null where all looped. */
    @Nullable
    Hypothesis best() {
        return (ended.isEmpty() ? texts(alive) : ended)
                .stream()
                        .max(Comparator.comparingDouble(Hypothesis::averageLogProbability))
                        .orElse(null);
    }

    private static List<Hypothesis> texts(List<Row> rows) {
        return rows.stream().map(Row::text).toList();
    }

    private static double greatestAverage(List<Hypothesis> texts) {
        return texts.stream()
                .mapToDouble(Hypothesis::averageLogProbability)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
