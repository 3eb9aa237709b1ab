package org.whispernotes.api.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.whispernotes.api.outbox.OutboxEffect;
import org.whispernotes.api.outbox.OutboxEntry;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.progress.ProgressPublisher;
import org.whispernotes.runtime.store.ObjectStore;

/** A run has ended: tells the people who watch, stops who still works on it, removes its scratch. */
@Component
class EndRun implements OutboxEffect {

    private static final Logger log = LoggerFactory.getLogger(EndRun.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Sessions sessions;
    private final ProgressPublisher progress;
    private final MessagePublisher publisher;
    private final ObjectStore store;
    private final Clock clock;

    EndRun(Sessions sessions, ProgressPublisher progress, MessagePublisher publisher, ObjectStore store, Clock clock) {
        this.sessions = sessions;
        this.progress = progress;
        this.publisher = publisher;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public OutboxEntry.Kind kind() {
        return OutboxEntry.Kind.END;
    }

    @Override
    public void apply(OutboxEntry entry) {
        Session session = sessions.find(entry.sessionId()).block(LIMIT);
        boolean current = session != null && session.run() == entry.run();
        if (session != null && current) {
            if (!session.status().isTerminal()) {
                // Reopened meanwhile: its end will be another entry.
                return;
            }
            progress.publish(terminalEvent(session), session.userId());
            if (session.replayable()) {
                log.info("session {}: run {} failed, its scratch stays for a replay", session.id(), entry.run());
                return;
            }
        }
        // Scratch goes first: whoever is told to stop must not find the run wanted again.
        int removed = store.deleteAll(Bucket.WORK, ObjectKeys.runPrefix(entry.sessionId(), entry.run()));
        if (session == null || session.status() != SessionStatus.COMPLETED) {
            publisher.broadcast(new CancelRun(entry.sessionId(), entry.run()));
        }
        log.info(
                "session {}: run {} ended{}, {} scratch objects removed",
                entry.sessionId(),
                entry.run(),
                session != null && current ? " " + session.status() : "",
                removed);
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
