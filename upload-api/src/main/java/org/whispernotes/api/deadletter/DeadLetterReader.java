package org.whispernotes.api.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.runtime.Json;

/** From what the broker delivers to what is recorded. Takes anything: what is unreadable is recorded as it is. */
final class DeadLetterReader {

    private static final String X_DEATH = "x-death";

    private DeadLetterReader() {}

    static DeadLetter read(Message message, Instant now) {
        MessageProperties properties = message.getMessageProperties();
        Map<String, Object> headers = new TreeMap<>();
        properties.getHeaders().forEach((name, value) -> headers.put(name, plain(value)));
        Object deaths = headers.remove(X_DEATH);
        // A message that killed its workers has no cause of ours: only the broker says why it is here.
        String named = text(headers, MessageHeaders.EXCEPTION_CLASS, null);
        String exception = named == null ? DeadLetter.DELIVERY_LIMIT : named;
        String step = text(headers, MessageHeaders.STEP, null);
        String queue = text(headers, MessageHeaders.ORIGINAL_QUEUE, properties.getReceivedRoutingKey());
        String headersJson = Json.text(headers);
        return new DeadLetter(
                id(message, headersJson),
                uuid(text(headers, MessageHeaders.SESSION_ID, null)),
                number(headers, MessageHeaders.RUN),
                step,
                queue == null ? "" : queue,
                properties.getMessageId(),
                properties.getContentType(),
                exception,
                text(headers, MessageHeaders.EXCEPTION_MESSAGE, null),
                group(exception, step, queue),
                headersJson,
                Json.text(deaths == null ? List.of() : deaths),
                message.getBody(),
                text(headers, MessageHeaders.HOST, null),
                text(headers, MessageHeaders.WORKER_ID, null),
                attempts(headers),
                time(text(headers, MessageHeaders.FIRST_FAILED_AT, null)),
                time(text(headers, MessageHeaders.LAST_FAILED_AT, null)),
                now,
                DeadLetter.Status.OPEN,
                uuid(text(headers, MessageHeaders.REPLAY_OF, null)),
                0);
    }

    /** The same whenever the same dead letter is delivered, so that it is recorded once. */
    private static UUID id(Message message, String headersJson) {
        String what = message.getMessageProperties().getMessageId() + "\n" + headersJson + "\n"
                + new String(message.getBody(), StandardCharsets.ISO_8859_1);
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code chunk-7} and {@code chunk-12} fail for the same reason at the same step. */
    private static String group(String exception, @Nullable String step, @Nullable String queue) {
        String where = step == null ? String.valueOf(queue) : step.replaceAll("-\\d+$", "");
        return exception + "@" + where;
    }

    private static int attempts(Map<String, Object> headers) {
        Integer attempt = number(headers, MessageHeaders.ATTEMPT);
        return attempt == null ? 1 : attempt;
    }

    /** Header values as JSON knows them: the client hands out long texts and dates in types of its own. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        if (value instanceof byte[] bytes) {
            return plain(new String(bytes, StandardCharsets.UTF_8));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((name, member) -> plain.put(String.valueOf(name), plain(member)));
            return plain;
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(DeadLetterReader::plain).toList();
        }
        // PostgreSQL keeps every character but this one.
        return value.toString().replace("\u0000", "");
    }

    private static @Nullable String text(Map<String, Object> headers, String name, @Nullable String otherwise) {
        Object value = headers.get(name);
        return value == null ? otherwise : value.toString();
    }

    private static @Nullable Integer number(Map<String, Object> headers, String name) {
        return headers.get(name) instanceof Number number ? number.intValue() : null;
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
