package org.whispernotes.model.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.session.Stage;

/**
 * What a stage came to, for the session's row. The factories are the only combinations that make sense.
 *
 * @param kind what happened
 * @param stage at which stage
 * @param code problem code; with {@link Kind#FAILED} and {@link Kind#DEGRADED} only
 * @param detail sentence for the person; likewise
 * @param replayable whether an administrator can replay what failed
 * @param facts what the stage learned; null when nothing
 * @param workerId who says so
 * @param at when
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionEvent(
        UUID sessionId,
        UUID userId,
        int run,
        Kind kind,
        Stage stage,
        @Nullable String code,
        @Nullable String detail,
        boolean replayable,
        @Nullable RecordingFacts facts,
        String workerId,
        Instant at)
        implements PipelineMessage {

    public enum Kind {
        /** Someone began to work on the stage. */
        STARTED,
        /** The stage's output is stored. The run is complete when the stage is {@link Stage#TODOS}. */
        FINISHED,
        /** The stage gave up, but the run goes on without its result. */
        DEGRADED,
        /** The run has ended. */
        FAILED
    }

    public static SessionEvent started(PipelineMessage cause, Stage stage, String workerId, Instant at) {
        return of(cause, Kind.STARTED, stage, null, null, false, null, workerId, at);
    }

    public static SessionEvent finished(
            PipelineMessage cause, Stage stage, @Nullable RecordingFacts facts, String workerId, Instant at) {
        return of(cause, Kind.FINISHED, stage, null, null, false, facts, workerId, at);
    }

    public static SessionEvent degraded(
            PipelineMessage cause, Stage stage, String code, String detail, String workerId, Instant at) {
        return of(cause, Kind.DEGRADED, stage, code, detail, false, null, workerId, at);
    }

    /** {@code detail} replaces the problem's own sentence where something more exact is known. */
    public static SessionEvent failed(
            PipelineMessage cause,
            Stage stage,
            Problem problem,
            @Nullable String detail,
            boolean replayable,
            String workerId,
            Instant at) {
        String sentence = detail == null ? problem.sentence() : detail;
        return of(cause, Kind.FAILED, stage, problem.code(), sentence, replayable, null, workerId, at);
    }

    private static SessionEvent of(
            PipelineMessage cause,
            Kind kind,
            Stage stage,
            @Nullable String code,
            @Nullable String detail,
            boolean replayable,
            @Nullable RecordingFacts facts,
            String workerId,
            Instant at) {
        return new SessionEvent(
                cause.sessionId(),
                cause.userId(),
                cause.run(),
                kind,
                stage,
                code,
                detail,
                replayable,
                facts,
                workerId,
                at);
    }

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.SESSIONS;
    }

    @Override
    public String stepName() {
        return "event-" + stage.wireName() + "-" + kind.name().toLowerCase(Locale.ROOT);
    }
}
