package org.whispernotes.api.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that gave up.
 *
 * @param step what it was for, for example {@code chunk-7}
 * @param queue where it failed
 * @param exceptionClass why; {@code delivery-limit} when its workers died without saying anything
 * @param groupKey the same for what failed for the same reason at the same step
 * @param headers all of them, as JSON
 * @param xDeath the broker's own record of its deaths, as JSON
 * @param attempts that failed
 * @param replayOf the dead letter whose replay this was
 * @param loops how often in a row a replay of it has failed again
 */
// The payload is bytes as they travelled; nobody compares dead letters by it.
@SuppressWarnings("ArrayRecordComponent")
record DeadLetter(
        UUID id,
        @Nullable UUID sessionId,
        @Nullable Integer run,
        @Nullable String step,
        String queue,
        @Nullable String messageId,
        @Nullable String contentType,
        String exceptionClass,
        @Nullable String exceptionMessage,
        String groupKey,
        String headers,
        String xDeath,
        byte[] payload,
        @Nullable String host,
        @Nullable String workerId,
        int attempts,
        @Nullable Instant firstFailedAt,
        @Nullable Instant lastFailedAt,
        Instant receivedAt,
        Status status,
        @Nullable UUID replayOf,
        int loops) {

    /** Group and class of a message whose workers died on it. */
    static final String DELIVERY_LIMIT = "delivery-limit";

    enum Status {
        /** Nobody has decided about it. */
        OPEN,
        /** It was sent again. */
        REPLAYED,
        /** Somebody decided that it is not needed. */
        DISCARDED
    }
}
