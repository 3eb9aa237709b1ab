package org.whispernotes.progress.hub;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.LogId;

/** What someone who follows a session, or all sessions of a user, is told. Each protocol writes these its own way. */
public sealed interface FeedItem extends Signal {

    /**
     * An entry of the log, told once and in order.
     *
     * @param live whether it was announced just now; false when it was read from the log
     */
    record Event(LogEntry entry, boolean live) implements FeedItem {

        static Event replayed(LogEntry entry) {
            return new Event(entry, false);
        }
    }

    /** Where things stand now. Not a place in the log: older entries may follow. */
    record State(LogEntry entry) implements FeedItem {}

    /** From here on the log is followed; everything up to there is known or has been superseded. */
    record Position(LogId id) implements FeedItem {}

    /**
     * What lay between the client's place and now can't be told any more: the full state follows.
     *
     * @param state where things stand; null when nothing is known
     */
    record Reset(@Nullable LogEntry state, Instant timestamp) implements FeedItem {}

    /**
     * A sign of life.
     *
     * @param live whether events arrive as they happen; false while Redis is away
     * @param message for a person; null when all is well
     * @param reconnectIn the server ends the stream, come back after this time; null when it goes on
     */
    record Notice(
            Instant timestamp,
            boolean live,
            @Nullable String message,
            @Nullable Duration reconnectIn) implements FeedItem {}
}
