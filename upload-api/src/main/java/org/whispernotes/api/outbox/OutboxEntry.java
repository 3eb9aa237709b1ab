package org.whispernotes.api.outbox;

import java.util.Map;
import java.util.UUID;

/**
 * Something that has to happen because a change was committed.
 *
 * @param run of the session
 * @param detail what the kind needs to know beyond the session's row
 * @param attempts including this one
 */
public record OutboxEntry(
        long id, UUID sessionId, UUID userId, int run, Kind kind, Map<String, String> detail, int attempts) {

    /** What has to happen. */
    public enum Kind {
        /** The run's first message is to be published, as soon as the session is released from the backlog. */
        START,
        /** The run has ended: tell the people who watch, stop the workers, remove the scratch. */
        END,
        /** The session is gone: remove everything that is stored for it. */
        DELETE
    }
}
