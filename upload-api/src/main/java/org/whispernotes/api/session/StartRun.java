package org.whispernotes.api.session;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.whispernotes.api.outbox.OutboxEffect;
import org.whispernotes.api.outbox.OutboxEntry;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.Documents;

/** A session's turn has come: writes the run's job and publishes its first message. */
@Component
class StartRun implements OutboxEffect {

    private static final Logger log = LoggerFactory.getLogger(StartRun.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Sessions sessions;
    private final Documents documents;
    private final MessagePublisher publisher;

    StartRun(Sessions sessions, Documents documents, MessagePublisher publisher) {
        this.sessions = sessions;
        this.documents = documents;
        this.publisher = publisher;
    }

    @Override
    public OutboxEntry.Kind kind() {
        return OutboxEntry.Kind.START;
    }

    @Override
    public void apply(OutboxEntry entry) {
        Session session = sessions.find(entry.sessionId()).block(LIMIT);
        if (session == null
                || session.run() != entry.run()
                || (session.status() != SessionStatus.QUEUED && session.status() != SessionStatus.PROCESSING)) {
            log.info("session {}: run {} is not wanted any more, it is not started", entry.sessionId(), entry.run());
            return;
        }
        if (entry.run() > 1) {
            keepEarlierResults(session);
        }
        Job job = new Job(
                session.id(),
                session.userId(),
                session.run(),
                session.filename(),
                session.videoPath(),
                session.sizeBytes(),
                session.options(),
                session.createdAt(),
                session.fromStage());
        documents.write(ObjectKeys.job(session.id(), session.run()), job);
        publisher.publish(first(session));
        log.info("session {}: run {} is with the broker", session.id(), session.run());
    }

    private static PipelineMessage first(Session session) {
        return session.fromStage() == Stage.TODOS
                ? new TranscriptCompleted(session.id(), session.userId(), session.run())
                : new RecordingUploaded(session.id(), session.userId(), session.run());
    }

    /** Copies what earlier runs left to where versions stay, before this run replaces it. */
    private void keepEarlierResults(Session session) {
        for (ObjectRef current : List.of(
                ObjectKeys.transcript(session.id()),
                ObjectKeys.todos(session.id()),
                ObjectKeys.summary(session.id()))) {
            OptionalInt written = documents.runOf(current);
            if (written.isPresent() && written.getAsInt() < session.run()) {
                String name = current.key().substring(current.key().lastIndexOf('/') + 1);
                ObjectRef version = ObjectKeys.version(session.id(), written.getAsInt(), name);
                if (!documents.exists(version)) {
                    documents.store().copy(current, version);
                }
            }
        }
    }
}
