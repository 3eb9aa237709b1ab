package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Makes turns of the scores of overlapping windows: where windows overlap their scores are averaged; as many speakers
 * talk in a frame as the windows say, those with the largest scores. Windows come in time order, and a frame that no
 * later window touches is done with, so memory does not grow with the recording.
 */
final class TurnBuilder {

    /** Seconds of silence within a turn. */
    private static final double PAUSE = 0.25;
    /** Seconds; a shorter turn is a slip of the models. */
    private static final double SHORTEST = 0.1;

    private final double duration;
    private final float[][] scores;
    private final float[] talking;
    private final int[] windows;
    private final double[] turnStart;
    private final double[] turnEnd;
    private final List<IndexedTurn> turns = new ArrayList<>();

    /** The recording's frame that the arrays begin with. */
    private int base;

    private int filled;

    /** A turn whose speaker has no name yet. */
    private record IndexedTurn(double start, double end, int speaker) {}

    /** @param duration seconds */
    TurnBuilder(int speakers, double duration) {
        this.duration = duration;
        this.scores = new float[speakers][2 * Frames.COUNT];
        this.talking = new float[2 * Frames.COUNT];
        this.windows = new int[2 * Frames.COUNT];
        this.turnStart = new double[speakers];
        this.turnEnd = new double[speakers];
        Arrays.fill(turnStart, -1);
    }

    /**
     * @param voices of the window
     * @param owners the speaker of each piece of each voice
     */
    void add(WindowScores window, List<LocalVoice> voices, int[][] owners) {
        finish(Frames.firstOf(window.start()));
        int offset = Frames.firstOf(window.start()) - base;
        int[] pieces = new int[owners.length];
        for (int frame = 0; frame < Frames.COUNT; frame++) {
            for (int v = 0; v < pieces.length; v++) {
                while (pieces[v] + 1 < owners[v].length
                        && frame >= voices.get(v).pieces().get(pieces[v]).end()) {
                    pieces[v]++;
                }
            }
            int at = offset + frame;
            windows[at]++;
            for (int slot = 0; slot < Frames.SLOTS; slot++) {
                talking[at] += window.score(frame, slot);
            }
            for (int speaker = 0; speaker < scores.length; speaker++) {
                float loudest = 0;
                for (int v = 0; v < owners.length; v++) {
                    if (owners[v][pieces[v]] == speaker) {
                        loudest = Math.max(
                                loudest, window.score(frame, voices.get(v).slot()));
                    }
                }
                scores[speaker][at] += loudest;
            }
        }
        filled = offset + Frames.COUNT;
    }

    /** The turns of all windows; speakers are numbered as they begin to talk. */
    DiarisationResult result() {
        finish(base + filled);
        for (int speaker = 0; speaker < scores.length; speaker++) {
            close(speaker);
        }
        List<IndexedTurn> ordered = turns.stream()
                .sorted(Comparator.comparingDouble(IndexedTurn::start).thenComparing(IndexedTurn::speaker))
                .toList();
        List<Integer> order =
                ordered.stream().map(IndexedTurn::speaker).distinct().toList();
        List<String> names =
                IntStream.range(0, order.size()).mapToObj(TurnBuilder::name).toList();
        return new DiarisationResult(
                ordered.stream()
                        .map(turn -> new Turn(turn.start(), turn.end(), names.get(order.indexOf(turn.speaker()))))
                        .toList(),
                names);
    }

    private static String name(int index) {
        return String.format(Locale.ROOT, "SPEAKER_%02d", index);
    }

    /** Decides all frames before one of the recording and drops them. */
    private void finish(int end) {
        int done = Math.min(filled, end - base);
        for (int at = 0; at < done; at++) {
            decide(at);
        }
        int kept = filled - done;
        for (float[] row : scores) {
            shift(row, done, kept);
        }
        shift(talking, done, kept);
        System.arraycopy(windows, done, windows, 0, kept);
        Arrays.fill(windows, kept, windows.length, 0);
        base = end;
        filled = kept;
    }

    private static void shift(float[] row, int done, int kept) {
        System.arraycopy(row, done, row, 0, kept);
        Arrays.fill(row, kept, row.length, 0);
    }

    private void decide(int at) {
        long count = Math.round(talking[at] / (double) Math.max(1, windows[at]));
        double start = Frames.start(base + at);
        for (long n = 0; n < count; n++) {
            int loudest = 0;
            for (int speaker = 1; speaker < scores.length; speaker++) {
                if (scores[speaker][at] > scores[loudest][at]) {
                    loudest = speaker;
                }
            }
            if (scores[loudest][at] <= 0) {
                return;
            }
            scores[loudest][at] = 0;
            talk(loudest, start);
        }
    }

    private void talk(int speaker, double start) {
        if (turnStart[speaker] >= 0 && start - turnEnd[speaker] > PAUSE) {
            close(speaker);
        }
        if (turnStart[speaker] < 0) {
            turnStart[speaker] = Math.max(0, start);
        }
        turnEnd[speaker] = Math.min(duration, start + Frames.SECONDS);
    }

    private void close(int speaker) {
        if (turnStart[speaker] >= 0 && turnEnd[speaker] - turnStart[speaker] >= SHORTEST) {
            turns.add(new IndexedTurn(turnStart[speaker], turnEnd[speaker], speaker));
        }
        turnStart[speaker] = -1;
    }
}
