package org.whispernotes.progress.log;

import java.util.Optional;

/**
 * A place in an event log: the id of a Redis stream entry, {@code milliseconds-sequence}. It is the SSE {@code id:} too.
 */
public record LogId(long millis, long sequence) implements Comparable<LogId> {

    /** Before everything. */
    public static final LogId START = new LogId(0, 0);

    /** Empty when the text is not an id; the sequence may be left out. */
    public static Optional<LogId> parse(String text) {
        int dash = text.indexOf('-');
        try {
            return Optional.of(
                    dash < 0
                            ? new LogId(Long.parseUnsignedLong(text), 0)
                            : new LogId(
                                    Long.parseUnsignedLong(text, 0, dash, 10),
                                    Long.parseUnsignedLong(text, dash + 1, text.length(), 10)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public boolean isAfter(LogId other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(LogId other) {
        int byTime = Long.compareUnsigned(millis, other.millis);
        return byTime != 0 ? byTime : Long.compareUnsigned(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
    }
}
