package org.whispernotes.api.deadletter;

import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.whispernotes.api.user.User;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who did what to which dead letter, when and why. */
@Component
class Audit {

    private final DatabaseClient db;
    private final Clock clock;

    Audit(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    enum Action {
        REPLAY,
        /** Replayed with another payload. */
        EDIT,
        DISCARD
    }

    /** @param messageId of the message that was sent; null when none was */
    record Entry(
            UUID deadLetterId,
            Action action,
            UUID userId,
            @Nullable String reason,
            String outcome,
            @Nullable String editedPayload,
            @Nullable String messageId,
            Instant at) {}

    Mono<Void> note(
            DeadLetter letter,
            Action action,
            User user,
            @Nullable String reason,
            String outcome,
            byte @Nullable [] editedPayload,
            @Nullable String messageId) {
        GenericExecuteSpec statement = db.sql("""
                        insert into replays (dead_letter_id, action, user_id, reason, outcome, edited_payload, message_id, at)
                        values (:id, :action, :userId, :reason, :outcome, :payload, :messageId, :at)
                        """)
                .bind("id", letter.id())
                .bind("action", action.name())
                .bind("userId", user.id())
                .bind("outcome", outcome)
                .bind("at", clock.instant());
        statement = reason == null ? statement.bindNull("reason", String.class) : statement.bind("reason", reason);
        statement = editedPayload == null
                ? statement.bindNull("payload", ByteBuffer.class)
                : statement.bind("payload", ByteBuffer.wrap(editedPayload));
        statement = messageId == null
                ? statement.bindNull("messageId", String.class)
                : statement.bind("messageId", messageId);
        return statement.then();
    }

    /** Of one dead letter, oldest first. */
    Flux<Entry> of(UUID deadLetterId) {
        return db.sql("select * from replays where dead_letter_id = :id order by id")
                .bind("id", deadLetterId)
                .map(Audit::read)
                .all();
    }

    /** Of all, newest first. */
    Flux<Entry> latest(int limit) {
        return db.sql("select * from replays order by id desc limit :limit")
                .bind("limit", limit)
                .map(Audit::read)
                .all();
    }

    private static Entry read(Readable row) {
        ByteBuffer payload = row.get("edited_payload", ByteBuffer.class);
        return new Entry(
                Objects.requireNonNull(row.get("dead_letter_id", UUID.class)),
                Action.valueOf(Objects.requireNonNull(row.get("action", String.class))),
                Objects.requireNonNull(row.get("user_id", UUID.class)),
                row.get("reason", String.class),
                Objects.requireNonNull(row.get("outcome", String.class)),
                payload == null ? null : StandardCharsets.UTF_8.decode(payload).toString(),
                row.get("message_id", String.class),
                Objects.requireNonNull(row.get("at", Instant.class)));
    }
}
