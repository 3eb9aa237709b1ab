package org.whispernotes.todos.window;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;

/**
 * Cuts a talk into windows of at most {@code maxCharacters} of text (a line longer than that gets a window of its own).
 * Cuts lie on segment borders, in the last fifth of the window at the longest pause, and neighbours share
 * {@code overlapLines} so that a request and its answer are seen together. The plan depends on the talk and these two
 * numbers alone, so a worker that takes over finds the same windows.
 */
public final class WindowPlanner {

    private final int maxCharacters;
    private final int overlapLines;

    public WindowPlanner(int maxCharacters, int overlapLines) {
        if (maxCharacters < 1 || overlapLines < 0) {
            throw new IllegalArgumentException("a window needs room, and its overlap can't be negative");
        }
        this.maxCharacters = maxCharacters;
        this.overlapLines = overlapLines;
    }

    /** Windows in time order that together cover every line; none for an empty talk. */
    public List<Window> plan(Talk talk) {
        List<Line> lines = talk.lines();
        List<Window> windows = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            int full = fill(lines, from);
            int to = full == lines.size() ? full : quietest(lines, from, full);
            windows.add(new Window(windows.size(), from, to));
            if (to == lines.size()) {
                break;
            }
            from = Math.max(from + 1, to - overlapLines);
        }
        return windows;
    }

    private int fill(List<Line> lines, int from) {
        int characters = 0;
        int to = from;
        while (to < lines.size()) {
            characters += lines.get(to).text().length() + 1;
            if (characters > maxCharacters && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private int quietest(List<Line> lines, int from, int full) {
        int earliest = Math.max(from + 1 + overlapLines, full - Math.max(1, (full - from) / 5));
        int best = full;
        double longest = -1;
        for (int cut = Math.min(earliest, full); cut <= full; cut++) {
            double pause = lines.get(cut).start() - lines.get(cut - 1).end();
            if (pause >= longest) {
                longest = pause;
                best = cut;
            }
        }
        return best;
    }
}
