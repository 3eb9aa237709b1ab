package org.whispernotes.todos.talk;

import org.jspecify.annotations.Nullable;

/**
 * One segment of the transcript without its words.
 *
 * @param id the segment's id, which todos cite
 * @param start seconds in the recording
 * @param end seconds in the recording
 * @param speaker label of the speaker as people see it; null when not told apart
 * @param text on one line
 */
public record Line(
        int id, double start, double end, @Nullable String speaker, String text) {

    public Line {
        text = text.strip().replaceAll("\\s+", " ");
    }

    /** {@code HH:MM:SS} of the start. */
    public String timestamp() {
        return timestamp(start);
    }

    /** {@code HH:MM:SS}; hours grow beyond 99 where they must. */
    public static String timestamp(double seconds) {
        long whole = Math.max(0, (long) seconds);
        return "%02d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    }
}
