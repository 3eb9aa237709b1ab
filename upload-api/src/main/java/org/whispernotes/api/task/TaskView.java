package org.whispernotes.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.session.SessionView;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.session.SessionStatus;

/**
 * A task of the queued protocol; a task is a session.
 *
 * @param status {@code queued}, {@code processing}, {@code completed}, {@code failed} or {@code cancelled}
 * @param position from 1 while it waits for its turn; 0 once it has come
 * @param eta seconds until it is completed; null when it has ended or nothing was measured yet
 * @param progress 0..100
 * @param error why it failed, a sentence for a person
 * @param result the stored transcript; only of a completed task that was asked for by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskView(
        @JsonProperty("task_id") UUID taskId,
        String status,
        long position,
        @JsonInclude @Nullable Double eta,
        double progress,
        String filename,
        @Nullable String error,
        @Nullable Transcript result) {

    static TaskView of(SessionView session, @Nullable Transcript result) {
        Long position = session.queuePosition();
        return new TaskView(
                session.id(),
                statusOf(session.status()),
                position == null ? 0 : position,
                session.etaSeconds(),
                session.percent(),
                session.filename(),
                session.errorMessage(),
                result);
    }

    static String statusOf(SessionStatus status) {
        return status == SessionStatus.UPLOADING ? "queued" : status.name().toLowerCase(Locale.ROOT);
    }
}
