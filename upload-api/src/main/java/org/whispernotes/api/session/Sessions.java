package org.whispernotes.api.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of sessions: what is written once, and what is read. Changes of status are {@link SessionChanges}'s. */
@Component
public class Sessions {

    private final DatabaseClient db;

    Sessions(DatabaseClient db) {
        this.db = db;
    }

    /** Adds a session that is about to be uploaded. */
    public Mono<Void> insert(Session session) {
        var statement = db.sql("""
                        insert into sessions (id, user_id, batch_id, filename, content_type, size_bytes, status, stage,
                                              options, priority, video_path, created_at, updated_at)
                        values (:id, :userId, :batchId, :filename, :contentType, :sizeBytes, :status, :stage,
                                cast(:options as jsonb), :priority, :videoPath, :createdAt, :createdAt)
                        """)
                .bind("id", session.id())
                .bind("userId", session.userId())
                .bind("filename", session.filename())
                .bind("contentType", session.contentType())
                .bind("sizeBytes", session.sizeBytes())
                .bind("status", session.status().name())
                .bind("stage", session.stage().wireName())
                .bind("options", Json.text(session.options()))
                .bind("priority", session.priority())
                .bind("videoPath", session.videoPath())
                .bind("createdAt", session.createdAt());
        UUID batch = session.batchId();
        return (batch == null ? statement.bindNull("batchId", UUID.class) : statement.bind("batchId", batch)).then();
    }

    /** Does nothing when there is one with that id. */
    public Mono<Void> insertBatch(UUID id, User user, @Nullable String label) {
        var statement = db.sql("insert into batches (id, user_id, label) values (:id, :userId, :label)"
                        + " on conflict (id) do nothing")
                .bind("id", id)
                .bind("userId", user.id());
        return (label == null ? statement.bindNull("label", String.class) : statement.bind("label", label)).then();
    }

    /** Does nothing when the label is null. */
    public Mono<Void> labelBatch(UUID id, @Nullable String label) {
        return label == null
                ? Mono.empty()
                : db.sql("update batches set label = :label where id = :id")
                        .bind("label", label)
                        .bind("id", id)
                        .then();
    }

    /** The session stays in the batch that it was sent with, too. */
    public Mono<Void> addToBatch(UUID batchId, UUID sessionId) {
        return db.sql("insert into batch_members (batch_id, session_id) values (:batchId, :sessionId)"
                        + " on conflict do nothing")
                .bind("batchId", batchId)
                .bind("sessionId", sessionId)
                .then();
    }

    /** Whether there is such a batch and it is the user's. */
    public Mono<Boolean> ownsBatch(UUID id, User user) {
        return db.sql("select 1 from batches where id = :id and user_id = :userId")
                .bind("id", id)
                .bind("userId", user.id())
                .fetch()
                .first()
                .hasElement();
    }

    /** Empty when there is none. */
    public Mono<Session> find(UUID id) {
        return db.sql("select " + SessionRows.COLUMNS + " from sessions where id = :id")
                .bind("id", id)
                .map(SessionRows::read)
                .one();
    }

    /** The user's session; an error when there is none or it is somebody else's: both look the same from outside. */
    public Mono<Session> get(UUID id, User user) {
        return find(id).filter(session -> session.userId().equals(user.id()))
                .switchIfEmpty(Mono.error(() -> new ApiException(Problem.SESSION_NOT_FOUND)));
    }

    /** Those that were sent with it, and those that were added. */
    public Flux<Session> ofBatch(UUID batchId, User user) {
        return db.sql("select " + SessionRows.COLUMNS
                        + " from sessions where (batch_id = :batchId"
                        + " or id in (select session_id from batch_members where batch_id = :batchId))"
                        + " and user_id = :userId order by created_at, id")
                .bind("batchId", batchId)
                .bind("userId", user.id())
                .map(SessionRows::read)
                .all();
    }

    /** The user's sessions, newest first. */
    Flux<Session> search(User user, SessionSearch search) {
        StringBuilder sql =
                new StringBuilder("select " + SessionRows.COLUMNS + " from sessions where user_id = :userId");
        List<SessionStatus> statuses = search.statuses();
        if (!statuses.isEmpty()) {
            sql.append(" and status = any(:statuses)");
        }
        if (search.batchId() != null) {
            sql.append(" and batch_id = :batchId");
        }
        if (search.pattern() != null) {
            sql.append(" and filename ilike :pattern");
        }
        if (search.after() != null) {
            sql.append(" and (created_at, id) < (:afterTime, :afterId)");
        }
        sql.append(" order by created_at desc, id desc limit :limit");
        var statement = db.sql(sql.toString()).bind("userId", user.id()).bind("limit", search.limit());
        if (!statuses.isEmpty()) {
            statement =
                    statement.bind("statuses", statuses.stream().map(Enum::name).toArray(String[]::new));
        }
        if (search.batchId() != null) {
            statement = statement.bind("batchId", search.batchId());
        }
        if (search.pattern() != null) {
            statement = statement.bind("pattern", search.pattern());
        }
        if (search.after() != null) {
            statement = statement
                    .bind("afterTime", search.after().createdAt())
                    .bind("afterId", search.after().id());
        }
        return statement.map(SessionRows::read).all();
    }

    /** Null leaves it as it is. */
    Mono<Void> edit(UUID id, @Nullable String filename, @Nullable Integer priority, Instant now) {
        var statement = db.sql("update sessions set filename = coalesce(:filename, filename),"
                        + " priority = coalesce(:priority, priority), updated_at = :now where id = :id")
                .bind("now", now)
                .bind("id", id);
        statement =
                filename == null ? statement.bindNull("filename", String.class) : statement.bind("filename", filename);
        return (priority == null ? statement.bindNull("priority", Integer.class) : statement.bind("priority", priority))
                .then();
    }

    /** The store's id of an upload that was not finished; empty when there is none. */
    Mono<String> unfinishedUpload(UUID id) {
        return db.sql("select store_upload_id from uploads where session_id = :id")
                .bind("id", id)
                .map(row -> Objects.requireNonNull(row.get("store_upload_id", String.class)))
                .one();
    }

    Mono<Void> forgetUpload(UUID id) {
        return db.sql("delete from uploads where session_id = :id")
                .bind("id", id)
                .then();
    }
}
