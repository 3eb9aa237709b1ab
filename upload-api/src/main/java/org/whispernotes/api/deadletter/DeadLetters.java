package org.whispernotes.api.deadletter;

import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of dead letters. */
@Component
class DeadLetters {

    private static final String COLUMNS = """
            id, session_id, run, step, queue, message_id, content_type, exception_class, exception_message, group_key, \
            headers::text as headers, x_death::text as x_death, payload, host, worker_id, attempts, \
            first_failed_at, last_failed_at, received_at, status, replay_of, loops""";

    private final DatabaseClient db;

    DeadLetters(DatabaseClient db) {
        this.db = db;
    }

    /** Records it; delivered twice it is recorded once. A replay that came back counts on from where it was. */
    Mono<Void> record(DeadLetter letter) {
        GenericExecuteSpec statement = db.sql("""
                        insert into dead_letters (id, session_id, run, step, queue, message_id, content_type,
                            exception_class, exception_message, group_key, headers, x_death, payload, host, worker_id,
                            attempts, first_failed_at, last_failed_at, received_at, replay_of, loops)
                        values (:id, :sessionId, :run, :step, :queue, :messageId, :contentType,
                            :exceptionClass, :exceptionMessage, :groupKey, cast(:headers as jsonb),
                            cast(:xDeath as jsonb), :payload, :host, :workerId,
                            :attempts, :firstFailedAt, :lastFailedAt, :receivedAt,
                            (select id from dead_letters where id = :replayOf),
                            coalesce((select loops + 1 from dead_letters where id = :replayOf), 0))
                        on conflict (id) do nothing
                        """)
                .bind("id", letter.id())
                .bind("queue", letter.queue())
                .bind("exceptionClass", letter.exceptionClass())
                .bind("groupKey", letter.groupKey())
                .bind("headers", letter.headers())
                .bind("xDeath", letter.xDeath())
                .bind("payload", ByteBuffer.wrap(letter.payload()))
                .bind("attempts", letter.attempts())
                .bind("receivedAt", letter.receivedAt());
        statement = bind(statement, "sessionId", letter.sessionId(), UUID.class);
        statement = bind(statement, "run", letter.run(), Integer.class);
        statement = bind(statement, "step", letter.step(), String.class);
        statement = bind(statement, "messageId", letter.messageId(), String.class);
        statement = bind(statement, "contentType", letter.contentType(), String.class);
        statement = bind(statement, "exceptionMessage", letter.exceptionMessage(), String.class);
        statement = bind(statement, "host", letter.host(), String.class);
        statement = bind(statement, "workerId", letter.workerId(), String.class);
        statement = bind(statement, "firstFailedAt", letter.firstFailedAt(), Instant.class);
        statement = bind(statement, "lastFailedAt", letter.lastFailedAt(), Instant.class);
        return bind(statement, "replayOf", letter.replayOf(), UUID.class).then();
    }

    Mono<DeadLetter> get(UUID id) {
        return db.sql("select " + COLUMNS + " from dead_letters where id = :id")
                .bind("id", id)
                .map(DeadLetters::read)
                .one()
                .switchIfEmpty(Mono.error(() -> new ApiException(Problem.DEAD_LETTER_NOT_FOUND)));
    }

    /** Newest first. */
    Flux<DeadLetter> search(DeadLetterFilter filter, int limit, int offset) {
        return filter.bind(db.sql("select " + COLUMNS + " from dead_letters where " + filter.where()
                        + " order by received_at desc, id limit " + limit + " offset " + offset))
                .map(DeadLetters::read)
                .all();
    }

    Mono<Long> count(DeadLetterFilter filter) {
        return filter.bind(db.sql("select count(*) as n from dead_letters where " + filter.where()))
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one();
    }

    /** By cause, the largest group first. */
    Flux<Group> groups(DeadLetterFilter filter) {
        return filter.bind(db.sql("""
                        select group_key, min(exception_class) as exception_class, min(queue) as queue,
                               count(*) as n, count(distinct session_id) as sessions, min(received_at) as first_at,
                               max(received_at) as last_at, max(loops) as loops,
                               (array_agg(exception_message order by received_at desc))[1] as message
                        from dead_letters where\s""" + filter.where() + " group by group_key order by n desc, group_key"))
                .map(row -> new Group(
                        required(row, "group_key", String.class),
                        required(row, "exception_class", String.class),
                        required(row, "queue", String.class),
                        row.get("message", String.class),
                        required(row, "n", Long.class),
                        required(row, "sessions", Long.class),
                        required(row, "loops", Integer.class),
                        required(row, "first_at", Instant.class),
                        required(row, "last_at", Instant.class)))
                .all();
    }

    /**
     * What failed for the same reason at the same step.
     *
     * @param message of the latest one
     * @param loops the most often that a replay of one of them failed again in a row
     */
    record Group(
            String key,
            String exceptionClass,
            String queue,
            @Nullable String message,
            long count,
            long sessions,
            int loops,
            Instant firstAt,
            Instant lastAt) {}

    /** OPEN -> that status; false when somebody else was faster. */
    Mono<Boolean> close(UUID id, DeadLetter.Status status) {
        return db.sql("update dead_letters set status = :status where id = :id and status = 'OPEN'")
                .bind("status", status.name())
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static DeadLetter read(Readable row) {
        ByteBuffer payload = required(row, "payload", ByteBuffer.class);
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return new DeadLetter(
                required(row, "id", UUID.class),
                row.get("session_id", UUID.class),
                row.get("run", Integer.class),
                row.get("step", String.class),
                required(row, "queue", String.class),
                row.get("message_id", String.class),
                row.get("content_type", String.class),
                required(row, "exception_class", String.class),
                row.get("exception_message", String.class),
                required(row, "group_key", String.class),
                required(row, "headers", String.class),
                required(row, "x_death", String.class),
                bytes,
                row.get("host", String.class),
                row.get("worker_id", String.class),
                required(row, "attempts", Integer.class),
                row.get("first_failed_at", Instant.class),
                row.get("last_failed_at", Instant.class),
                required(row, "received_at", Instant.class),
                DeadLetter.Status.valueOf(required(row, "status", String.class)),
                row.get("replay_of", UUID.class),
                required(row, "loops", Integer.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    private static <T> GenericExecuteSpec bind(
            GenericExecuteSpec statement, String name, @Nullable T value, Class<T> type) {
        return value == null ? statement.bindNull(name, type) : statement.bind(name, value);
    }
}
