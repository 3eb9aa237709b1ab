package org.whispernotes.api.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.DatabaseAway;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.broker.MessageHandler;

/** Keeps the rows true to what the stages say. What ends a run is told to the people watching by {@link EndRun}. */
@Component
class SessionEvents implements MessageHandler<SessionEvent> {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration OUTAGE = Duration.ofMinutes(15);

    private final SessionChanges changes;
    private final SessionProgress progress;

    SessionEvents(SessionChanges changes, SessionProgress progress) {
        this.changes = changes;
        this.progress = progress;
    }

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.SESSIONS;
    }

    @Override
    public Class<SessionEvent> messageType() {
        return SessionEvent.class;
    }

    @Override
    public void handle(SessionEvent event) throws InterruptedException {
        DatabaseAway.waitOut(OUTAGE, () -> apply(event));
    }

    private @Nullable Void apply(SessionEvent event) {
        switch (event.kind()) {
            case STARTED -> started(event, event.stage());
            case FINISHED -> finished(event);
            case DEGRADED -> degraded(event);
            case FAILED ->
                changes.fail(
                                event.sessionId(),
                                event.run(),
                                orElse(event.code(), Problem.INTERNAL.code()),
                                orElse(event.detail(), Problem.INTERNAL.sentence()),
                                event.replayable())
                        .block(LIMIT);
        }
        return null;
    }

    private void started(SessionEvent event, Stage stage) {
        Session moved =
                changes.markProcessing(event.sessionId(), event.run(), stage).block(LIMIT);
        if (moved != null) {
            progress.stage(moved);
        }
    }

    private void finished(SessionEvent event) {
        RecordingFacts facts = event.facts();
        if (facts != null) {
            changes.learn(event.sessionId(), event.run(), facts).block(LIMIT);
        }
        switch (event.stage()) {
            case PREPARE -> started(event, Stage.TRANSCRIBE);
            case TRANSCRIBE -> started(event, Stage.ASSEMBLE);
            case ASSEMBLE -> started(event, Stage.TODOS);
            case TODOS -> changes.complete(event.sessionId(), event.run(), true).block(LIMIT);
            default -> throw new IllegalArgumentException("no worker finishes stage " + event.stage());
        }
    }

    private void degraded(SessionEvent event) {
        String code = orElse(event.code(), Problem.INTERNAL.code());
        changes.warn(event.sessionId(), event.run(), code).block(LIMIT);
        if (event.stage() == Stage.TODOS) {
            changes.complete(event.sessionId(), event.run(), false).block(LIMIT);
        }
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
