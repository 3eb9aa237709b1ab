package org.whispernotes.api.session;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.whispernotes.api.outbox.Outbox;
import org.whispernotes.api.outbox.OutboxEntry.Kind;
import org.whispernotes.api.outbox.OutboxRelay;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Mono;

/**
 * Every change of a session's status. Each names the states and the run it starts from; when the session is in another
 * one nothing changes and the result is empty, so late and doubled events do no harm. What has to happen outside the
 * database is noted in the outbox in the same transaction.
 */
@Component
public class SessionChanges {

    private static final String[] STAGES =
            Arrays.stream(Stage.values()).map(Stage::wireName).toArray(String[]::new);

    private final DatabaseClient db;
    private final Sessions sessions;
    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final SessionProgress progress;
    private final Clock clock;

    SessionChanges(
            DatabaseClient db,
            Sessions sessions,
            TransactionalOperator transaction,
            Outbox outbox,
            OutboxRelay relay,
            SessionProgress progress,
            Clock clock) {
        this.db = db;
        this.sessions = sessions;
        this.transaction = transaction;
        this.outbox = outbox;
        this.relay = relay;
        this.progress = progress;
        this.clock = clock;
    }

    /** UPLOADING -> QUEUED: the recording is complete in the store. */
    public Mono<Session> queue(UUID id, long sizeBytes, SessionOptions options, int priority) {
        return committed(markQueued(id, sizeBytes, options, priority), Kind.START)
                .doOnNext(progress::queued);
    }

    /** Nothing -> QUEUED: a session over a recording that was in the store before. */
    public Mono<Session> queueStored(Session session) {
        Mono<Session> queued = sessions.insert(session)
                .then(markQueued(session.id(), session.sizeBytes(), session.options(), session.priority()));
        return committed(queued, Kind.START).doOnNext(progress::queued);
    }

    private Mono<Session> markQueued(UUID id, long sizeBytes, SessionOptions options, int priority) {
        return update("""
                        status = 'QUEUED', stage = 'queue', queued_at = :now, size_bytes = :sizeBytes,
                        options = cast(:options as jsonb), priority = :priority
                        where id = :id and status = 'UPLOADING'
                        """, id)
                .bind("sizeBytes", sizeBytes)
                .bind("options", Json.text(options))
                .bind("priority", priority)
                .map(SessionRows::read)
                .one()
                .flatMap(session -> sessions.forgetUpload(id).thenReturn(session));
    }

    /** QUEUED or PROCESSING -> PROCESSING: somebody works on that stage. Stages don't go back. */
    Mono<Session> markProcessing(UUID id, int run, Stage stage) {
        return update("""
                        status = 'PROCESSING', stage = :stage, percent = greatest(percent, :percent),
                        started_at = coalesce(started_at, :now)
                        where id = :id and run = :run and status in ('QUEUED', 'PROCESSING')
                          and array_position(cast(:stages as text[]), stage)
                            < array_position(cast(:stages as text[]), cast(:stage as text))
                        """, id)
                .bind("run", run)
                .bind("stage", stage.wireName())
                .bind("percent", stage.percentAt(0))
                .bind("stages", STAGES)
                .map(SessionRows::read)
                .one();
    }

    /** What a stage found out about the recording; in any state of that run, because it stays true. */
    Mono<Void> learn(UUID id, int run, RecordingFacts facts) {
        GenericExecuteSpec statement = update("""
                        duration_seconds = coalesce(:duration, duration_seconds), language = coalesce(:language, language),
                        confidence = coalesce(:confidence, confidence), processing_ms = coalesce(:processingMs, processing_ms)
                        where id = :id and run = :run
                        """, id).bind("run", run);
        statement = bind(statement, "duration", facts.durationSeconds(), Double.class);
        statement = bind(statement, "language", facts.language(), String.class);
        statement = bind(statement, "confidence", facts.confidence(), Double.class);
        return bind(statement, "processingMs", facts.processingMs(), Long.class).then();
    }

    /** A step gave up; the session goes on without its result. */
    Mono<Void> warn(UUID id, int run, String code) {
        return update(
                        "warnings = warnings || cast(:code as text) where id = :id and run = :run and :code <> all(warnings)",
                        id)
                .bind("run", run)
                .bind("code", code)
                .then();
    }

    /**
     * PROCESSING -> COMPLETED. Also from QUEUED, when the word that work began is late, and from a failure that could be
     * replayed and has healed.
     *
     * @param withTodos whether todos and summary were written
     */
    Mono<Session> complete(UUID id, int run, boolean withTodos) {
        Mono<Session> completed = update("""
                        status = 'COMPLETED', stage = 'done', percent = 100, completed_at = :now,
                        started_at = coalesce(started_at, :now), error_code = null, error_message = null,
                        replayable = false, transcript_path = :transcript,
                        todos_path = nullif(:todos, ''), summary_path = nullif(:summary, '')
                        where id = :id and run = :run
                          and (status in ('QUEUED', 'PROCESSING') or (status = 'FAILED' and replayable))
                        """, id)
                .bind("run", run)
                .bind("transcript", ObjectKeys.transcript(id).path())
                .bind("todos", withTodos ? ObjectKeys.todos(id).path() : "")
                .bind("summary", withTodos ? ObjectKeys.summary(id).path() : "")
                .map(SessionRows::read)
                .one();
        return committed(completed, Kind.END);
    }

    /** QUEUED or PROCESSING -> FAILED. */
    public Mono<Session> fail(UUID id, int run, String code, String message, boolean replayable) {
        Mono<Session> failed = update("""
                        status = 'FAILED', error_code = :code, error_message = :message, replayable = :replayable,
                        completed_at = :now
                        where id = :id and run = :run and status in ('QUEUED', 'PROCESSING')
                        """, id)
                .bind("run", run)
                .bind("code", code)
                .bind("message", message)
                .bind("replayable", replayable)
                .map(SessionRows::read)
                .one();
        return committed(failed, Kind.END);
    }

    /** FAILED, replayable -> PROCESSING: what failed is being replayed. */
    public Mono<Session> reopen(UUID id, int run) {
        return update("""
                        status = 'PROCESSING', error_code = null, error_message = null, replayable = false,
                        completed_at = null, released_at = coalesce(released_at, :now)
                        where id = :id and run = :run and status = 'FAILED' and replayable
                        """, id).bind("run", run).map(SessionRows::read).one().doOnNext(progress::reopened);
    }

    /** UPLOADING, QUEUED or PROCESSING -> CANCELLED. */
    public Mono<Session> cancel(UUID id) {
        Mono<Session> cancelled = update("""
                        status = 'CANCELLED', completed_at = :now
                        where id = :id and status in ('UPLOADING', 'QUEUED', 'PROCESSING')
                        """, id).map(SessionRows::read).one();
        return committed(cancelled, Kind.END);
    }

    /** COMPLETED, FAILED or CANCELLED -> QUEUED as the next run, which begins at that stage. */
    Mono<Session> restart(UUID id, int run, Stage from, SessionOptions options) {
        Mono<Session> restarted = update("""
                        status = 'QUEUED', stage = 'queue', percent = 0, run = run + 1, from_stage = :from, options = cast(:options as jsonb),
                        error_code = null, error_message = null, replayable = false, warnings = '{}',
                        queued_at = :now, released_at = null, started_at = null, completed_at = null,
                        predicted_at = null, predicted_seconds = null
                        where id = :id and run = :run and status in ('COMPLETED', 'FAILED', 'CANCELLED')
                        """, id)
                .bind("run", run)
                .bind("from", from.wireName())
                .bind("options", Json.text(options))
                .map(SessionRows::read)
                .one();
        return committed(restarted, Kind.START).doOnNext(progress::queued);
    }

    /** QUEUED or PROCESSING: nobody seems to work on it, so its first message is published once more. */
    Mono<Session> beginAgain(UUID id, int run) {
        Mono<Session> again = update(
                        "status = status where id = :id and run = :run and status in ('QUEUED', 'PROCESSING')", id)
                .bind("run", run)
                .map(SessionRows::read)
                .one();
        return committed(again, Kind.START);
    }

    /** Any state -> gone. */
    public Mono<Void> delete(Session session) {
        Mono<Map<String, String>> unfinishedUpload = sessions.unfinishedUpload(session.id())
                .map(upload -> Map.of(DeleteSession.UPLOAD_ID, upload, DeleteSession.VIDEO_PATH, session.videoPath()))
                .defaultIfEmpty(Map.of());
        return unfinishedUpload
                .flatMap(detail -> outbox.add(session.id(), session.userId(), session.run(), Kind.DELETE, detail))
                .then(db.sql("delete from sessions where id = :id")
                        .bind("id", session.id())
                        .then())
                .as(transaction::transactional)
                .doOnSuccess(deleted -> relay.wake());
    }

    private GenericExecuteSpec update(String change, UUID id) {
        Instant now = clock.instant();
        return db.sql("update sessions set updated_at = :now, " + change + " returning " + SessionRows.COLUMNS)
                .bind("now", now)
                .bind("id", id);
    }

    private Mono<Session> committed(Mono<Session> change, Kind kind) {
        return change.flatMap(session -> outbox.add(session.id(), session.userId(), session.run(), kind, Map.of())
                        .thenReturn(session))
                .as(transaction::transactional)
                .doOnNext(session -> relay.wake());
    }

    private static <T> GenericExecuteSpec bind(
            GenericExecuteSpec statement, String name, @Nullable T value, Class<T> type) {
        return value == null ? statement.bindNull(name, type) : statement.bind(name, value);
    }
}
