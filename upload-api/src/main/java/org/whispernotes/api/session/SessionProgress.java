package org.whispernotes.api.session;

import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.whispernotes.model.Problem;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.progress.ProgressPublisher;

/** What the people watching are told about a session's status. Workers tell them the rest. */
@Component
class SessionProgress {

    private final ProgressPublisher publisher;
    private final String workerId;
    private final Clock clock;

    SessionProgress(ProgressPublisher publisher, RuntimeSettings settings, Clock clock) {
        this.publisher = publisher;
        this.workerId = settings.workerId();
        this.clock = clock;
    }

    void queued(Session session) {
        waits(session, 0, "Waiting for its turn");
    }

    /** Without this word the log stays closed by the failure, and what the workers say next is dropped. */
    void reopened(Session session) {
        waits(session, session.percent(), "Waiting to be tried again");
    }

    private void waits(Session session, double percent, String message) {
        publisher.publish(
                new ProgressEvent.Progress(
                        session.id(),
                        SessionStatus.QUEUED,
                        Stage.QUEUE,
                        percent,
                        message,
                        0L,
                        session.sizeBytes(),
                        null,
                        null,
                        null,
                        workerId,
                        clock.instant()),
                session.userId());
    }

    void stage(Session session) {
        publisher.publish(
                new ProgressEvent.StageChanged(session.id(), null, session.stage(), session.status(), clock.instant()),
                session.userId());
    }

    void ended(Session session) {
        publisher.publish(terminalEvent(session), session.userId());
    }

    private ProgressEvent terminalEvent(Session session) {
        Instant now = clock.instant();
        return switch (session.status()) {
            case COMPLETED ->
                new ProgressEvent.Completed(
                        session.id(),
                        session.status(),
                        100,
                        "/api/sessions/" + session.id() + "/transcript.json",
                        session.warnings(),
                        now);
            case CANCELLED -> new ProgressEvent.Cancelled(session.id(), session.status(), now);
            case FAILED ->
                new ProgressEvent.Failed(
                        session.id(),
                        session.status(),
                        session.errorCode() == null ? Problem.INTERNAL.code() : session.errorCode(),
                        session.errorMessage() == null ? Problem.INTERNAL.sentence() : session.errorMessage(),
                        session.replayable(),
                        now);
            case UPLOADING, QUEUED, PROCESSING -> throw new IllegalStateException(session.status() + " is not an end");
        };
    }
}
