package org.whispernotes.api.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;

/**
 * A session as the API shows it.
 *
 * @param percent 0..100
 * @param queuePosition from 1 while it waits for its turn
 * @param etaSeconds until it is completed; null when nothing was measured yet
 * @param fromStage where the current run began
 * @param warnings problem codes of steps that gave up without failing the session
 */
public record SessionView(
        UUID id,
        @Nullable UUID batchId,
        String filename,
        String contentType,
        long sizeBytes,
        SessionStatus status,
        Stage stage,
        double percent,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        boolean replayable,
        @Nullable String language,
        @Nullable Double durationSeconds,
        @Nullable Double confidence,
        @Nullable Long processingMs,
        @Nullable Long queuePosition,
        @Nullable Double etaSeconds,
        int run,
        Stage fromStage,
        int priority,
        SessionOptions options,
        List<String> warnings,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {

    static SessionView of(Session session, double percent, @Nullable Long queuePosition, @Nullable Double etaSeconds) {
        return new SessionView(
                session.id(),
                session.batchId(),
                session.filename(),
                session.contentType(),
                session.sizeBytes(),
                session.status(),
                session.stage(),
                percent,
                session.errorCode(),
                session.errorMessage(),
                session.replayable(),
                session.language(),
                session.durationSeconds(),
                session.confidence(),
                session.processingMs(),
                queuePosition,
                etaSeconds,
                session.run(),
                session.fromStage(),
                session.priority(),
                session.options(),
                session.warnings(),
                session.createdAt(),
                session.updatedAt(),
                session.startedAt(),
                session.completedAt());
    }
}
