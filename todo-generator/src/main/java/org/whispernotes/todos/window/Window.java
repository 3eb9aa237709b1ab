package org.whispernotes.todos.window;

/**
 * A stretch of a talk, as positions in its lines.
 *
 * @param index from 0
 * @param from first line
 * @param to behind the last line
 */
public record Window(int index, int from, int to) {

    public Window {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("window " + from + ".." + to + " is empty");
        }
    }

    public int size() {
        return to - from;
    }
}
