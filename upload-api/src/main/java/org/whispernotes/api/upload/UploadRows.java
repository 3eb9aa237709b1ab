package org.whispernotes.api.upload;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The table of unfinished uploads. */
@Component
class UploadRows {

    private final DatabaseClient db;

    UploadRows(DatabaseClient db) {
        this.db = db;
    }

    /** @param resumable whether a client sends the parts; false for what this process cuts a form's file into */
    Mono<Void> insert(Upload upload, boolean resumable) {
        return db.sql("""
                        insert into uploads (session_id, store_upload_id, part_size, part_count, resumable, expires_at)
                        values (:sessionId, :storeUploadId, :partSize, :partCount, :resumable, :expiresAt)
                        """)
                .bind("sessionId", upload.sessionId())
                .bind("storeUploadId", upload.storeUploadId())
                .bind("partSize", upload.partSize())
                .bind("partCount", upload.partCount())
                .bind("resumable", resumable)
                .bind("expiresAt", upload.expiresAt())
                .then();
    }

    /** A resumable upload. */
    Mono<Upload> find(UUID sessionId) {
        return db.sql("select store_upload_id, part_size, part_count, expires_at from uploads"
                        + " where session_id = :id and resumable")
                .bind("id", sessionId)
                .map(row -> new Upload(
                        sessionId,
                        Objects.requireNonNull(row.get("store_upload_id", String.class)),
                        Objects.requireNonNull(row.get("part_size", Long.class)),
                        Objects.requireNonNull(row.get("part_count", Integer.class)),
                        Objects.requireNonNull(row.get("expires_at", Instant.class))))
                .one();
    }
}
