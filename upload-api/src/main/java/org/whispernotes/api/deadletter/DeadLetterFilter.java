package org.whispernotes.api.deadletter;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Which dead letters; null asks for all. {@code text} is looked for in messages, headers and payloads. */
record DeadLetterFilter(
        DeadLetter.@Nullable Status status,
        @Nullable String queue,
        @Nullable String group,
        @Nullable UUID sessionId,
        @Nullable String text,
        @Nullable Instant from,
        @Nullable Instant to) {

    static DeadLetterFilter open() {
        return new DeadLetterFilter(DeadLetter.Status.OPEN, null, null, null, null, null, null);
    }

    static DeadLetterFilter openGroup(String group) {
        return new DeadLetterFilter(DeadLetter.Status.OPEN, null, group, null, null, null, null);
    }

    /** SQL; the values are bound, never written into it. */
    String where() {
        StringBuilder sql = new StringBuilder("true");
        conditions().keySet().forEach(condition -> sql.append(" and ").append(condition));
        return sql.toString();
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement) {
        GenericExecuteSpec bound = statement;
        for (Map.Entry<String, Object> condition : conditions().entrySet()) {
            String sql = condition.getKey();
            String name = sql.substring(sql.indexOf(':') + 1).split("\\W", 2)[0];
            bound = bound.bind(name, condition.getValue());
        }
        return bound;
    }

    private Map<String, Object> conditions() {
        Map<String, Object> conditions = new LinkedHashMap<>();
        if (status != null) {
            conditions.put("status = :status", status.name());
        }
        if (queue != null) {
            conditions.put("queue = :queue", queue);
        }
        if (group != null) {
            conditions.put("group_key = :groupKey", group);
        }
        if (sessionId != null) {
            conditions.put("session_id = :sessionId", sessionId);
        }
        if (text != null && !text.isBlank()) {
            conditions.put(
                    "position(lower(:text) in lower(coalesce(exception_message, '') || ' ' || cast(headers as text) || ' '"
                            + " || encode(payload, 'escape'))) > 0",
                    text.strip());
        }
        if (from != null) {
            conditions.put("received_at >= :from", from);
        }
        if (to != null) {
            conditions.put("received_at < :to", to);
        }
        return conditions;
    }
}
