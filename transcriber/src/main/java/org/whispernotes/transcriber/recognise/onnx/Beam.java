package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for the most probable text of a stretch by several rows at once (beam search as in Whisper's own {@code
 * decoding.py}): each holds one of the most probable beginnings. Those that go round in circles are given up, which
 * there they are not: what repeats itself is probable.
 */
final class Beam {

    private final List<Row> rows;
    private final int end;
    private final int longest;
    /** Rows that hold a beginning; at first all would hold the same. */
    private List<Row> alive;

    private final List<Hypothesis> ended = new ArrayList<>();

    /** A beginning made longer by a token. */
    record Candidate(Row row, Hypothesis text) {}

    /** Copies what one row has read and written so far to another. */
    interface Copy {
        void rows(Row from, Row to);
    }

    /**
     * @param rows the stretch's own first, then its twins
     * @param end the token that ends a text
     * @param longest tokens of a text
     */
    Beam(List<Row> rows, int end, int longest) {
        this.rows = List.copyOf(rows);
        this.end = end;
        this.longest = longest;
        this.alive = List.of(rows.get(0));
    }

    /** The stretch's own row, where the result belongs. */
    Row leader() {
        return rows.get(0);
    }

    List<Row> rows() {
        return rows;
    }

    /** How many ways to go on are worth to be looked at for each row: one may be the end. */
    int choices() {
        return rows.size() + 1;
    }

    boolean isInPrompt() {
        return alive.get(0).isInPrompt();
    }

    void readPrompt() {
        rows.forEach(Row::read);
    }

    /** Tokens that each row has read, the prompt included. */
    int read() {
        return alive.get(0).position() + 1;
    }

    /** Rows whose text may go on. */
    List<Row> alive() {
        return alive;
    }

    /**
     * Goes on with the most probable of the longer texts; true when the search is over: one that has ended is better by its
     * length than all that may go on, as many have ended as there are rows, or none can go on.
     */
    boolean extend(List<Candidate> candidates, Copy copy) {
        List<Candidate> kept = new ArrayList<>();
        List<Candidate> ordered = new ArrayList<>(candidates);
        ordered.sort(Comparator.comparingDouble(
                        (Candidate candidate) -> candidate.text().logProbability())
                .reversed());
        for (Candidate candidate : ordered) {
            Hypothesis text = candidate.text();
            if (text.tokens().get(text.length() - 1) == end) {
                ended.add(text);
            } else if (!LoopCheck.mayLoop(text.tokens())) {
                kept.add(candidate);
            }
            if (kept.size() == rows.size()) {
                break;
            }
        }
        place(kept, copy);
        return kept.isEmpty() || isSettled() || alive.get(0).written() >= longest;
    }

    private boolean isSettled() {
        return ended.size() >= rows.size() || greatestAverage(ended) >= greatestAverage(texts(alive));
    }

    /** A text stays in the row of its beginning, or takes one whose own is given up. */
    private void place(List<Candidate> kept, Copy copy) {
        Set<Row> continued = new HashSet<>();
        kept.forEach(candidate -> continued.add(candidate.row()));
        Deque<Row> free = new ArrayDeque<>();
        rows.stream().filter(row -> !continued.contains(row)).forEach(free::add);
        List<Row> next = new ArrayList<>();
        List<Hypothesis> texts = new ArrayList<>();
        for (Candidate candidate : kept) {
            Row target = next.contains(candidate.row()) ? free.remove() : candidate.row();
            if (target != candidate.row()) {
                copy.rows(candidate.row(), target);
            }
            next.add(target);
            texts.add(candidate.text());
        }
        for (int i = 0; i < next.size(); i++) {
            next.get(i).goOn(texts.get(i));
        }
        alive = next;
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
