package org.whispernotes.api.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;

/**
 * A row of {@code sessions}: one recording and where it stands.
 *
 * @param percent 0..100, as of the last stage; live values are in the progress events
 * @param run counts from 1
 * @param fromStage where the current run began
 * @param replayable whether what failed can be replayed by an administrator
 * @param warnings problem codes of steps that gave up without failing the session
 * @param videoPath bucket and key of the recording
 * @param releasedAt when its turn came; null while it waits in the backlog
 */
public record Session(
        UUID id,
        UUID userId,
        @Nullable UUID batchId,
        String filename,
        String contentType,
        long sizeBytes,
        SessionStatus status,
        Stage stage,
        double percent,
        int run,
        Stage fromStage,
        SessionOptions options,
        int priority,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        boolean replayable,
        List<String> warnings,
        String videoPath,
        @Nullable String language,
        @Nullable Double durationSeconds,
        @Nullable Double confidence,
        @Nullable Long processingMs,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant releasedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {}
