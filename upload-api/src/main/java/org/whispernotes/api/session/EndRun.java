package org.whispernotes.api.session;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.whispernotes.api.outbox.OutboxEffect;
import org.whispernotes.api.outbox.OutboxEntry;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.MultipartUploads;
import org.whispernotes.runtime.store.ObjectStore;

/** A run has ended: tells the people who watch, stops who still works on it, removes its scratch. */
@Component
class EndRun implements OutboxEffect {

    private static final Logger log = LoggerFactory.getLogger(EndRun.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Sessions sessions;
    private final SessionProgress progress;
    private final MessagePublisher publisher;
    private final ObjectStore store;
    private final MultipartUploads multipart;

    EndRun(
            Sessions sessions,
            SessionProgress progress,
            MessagePublisher publisher,
            ObjectStore store,
            MultipartUploads multipart) {
        this.sessions = sessions;
        this.progress = progress;
        this.publisher = publisher;
        this.store = store;
        this.multipart = multipart;
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
            progress.ended(session);
            abortUpload(session);
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

    /** Of a session that was cancelled before its recording was complete. */
    private void abortUpload(Session session) {
        String uploadId = sessions.unfinishedUpload(session.id()).block(LIMIT);
        if (uploadId != null) {
            multipart.abort(ObjectRef.ofPath(session.videoPath()), uploadId);
            sessions.forgetUpload(session.id()).block(LIMIT);
        }
    }
}
