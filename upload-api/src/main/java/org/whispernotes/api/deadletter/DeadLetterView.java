package org.whispernotes.api.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.runtime.Json;
import tools.jackson.databind.JsonNode;

/** Dead letters as the API shows them. */
final class DeadLetterView {

    private DeadLetterView() {}

    /** A line of the list. {@code loops} above 0: a replay of it has failed again, so often in a row. */
    record Line(
            UUID id,
            @Nullable UUID sessionId,
            @Nullable Integer run,
            @Nullable String step,
            String queue,
            String exceptionClass,
            @Nullable String exceptionMessage,
            String group,
            int attempts,
            int loops,
            @Nullable UUID replayOf,
            @Nullable String host,
            @Nullable String workerId,
            @Nullable Instant firstFailedAt,
            @Nullable Instant lastFailedAt,
            Instant receivedAt,
            DeadLetter.Status status) {

        static Line of(DeadLetter letter) {
            return new Line(
                    letter.id(),
                    letter.sessionId(),
                    letter.run(),
                    letter.step(),
                    letter.queue(),
                    letter.exceptionClass(),
                    letter.exceptionMessage(),
                    letter.groupKey(),
                    letter.attempts(),
                    letter.loops(),
                    letter.replayOf(),
                    letter.host(),
                    letter.workerId(),
                    letter.firstFailedAt(),
                    letter.lastFailedAt(),
                    letter.receivedAt(),
                    letter.status());
        }
    }

    /** All of one. {@code payload} is text as it travelled; {@code audit} is oldest first. */
    record Full(
            Line letter,
            @Nullable String messageId,
            @Nullable String contentType,
            JsonNode headers,
            JsonNode xDeath,
            String payload,
            @Nullable String stack,
            List<Audit.Entry> audit) {

        static Full of(DeadLetter letter, List<Audit.Entry> audit) {
            JsonNode headers = Json.mapper().readTree(letter.headers());
            JsonNode stack = headers.get(MessageHeaders.EXCEPTION_STACK);
            return new Full(
                    Line.of(letter),
                    letter.messageId(),
                    letter.contentType(),
                    headers,
                    Json.mapper().readTree(letter.xDeath()),
                    new String(letter.payload(), StandardCharsets.UTF_8),
                    stack == null ? null : stack.asString(),
                    audit);
        }
    }
}
