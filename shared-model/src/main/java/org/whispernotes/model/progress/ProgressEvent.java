package org.whispernotes.model.progress;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;

/** One entry of a session's event log, as JSON in camelCase. {@link #eventName()} is the SSE event. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ProgressEvent {

    UUID sessionId();

    Instant timestamp();

    /** The SSE {@code event:} name. */
    @JsonIgnore
    String eventName();

    /** Whether the stream ends with this event. */
    @JsonIgnore
    default boolean isTerminal() {
        return this instanceof Completed || this instanceof Failed || this instanceof Cancelled;
    }

    /**
     * How far the session is.
     *
     * @param percent 0..100 of the whole session
     * @param message what is being done, for a person
     * @param bytesProcessed of the recording; null where it means nothing
     * @param processingSpeed seconds of recording per second of work
     * @param etaSeconds until completion
     * @param etaConfidence 0..1
     */
    record Progress(
            UUID sessionId,
            SessionStatus status,
            Stage stage,
            double percent,
            String message,
            @Nullable Long bytesProcessed,
            @Nullable Long bytesTotal,
            @Nullable Double processingSpeed,
            @Nullable Double etaSeconds,
            @Nullable Double etaConfidence,
            @Nullable String workerId,
            Instant timestamp)
            implements ProgressEvent {

        @Override
        public String eventName() {
            return "progress";
        }
    }

    /** The session moved to another stage. */
    record StageChanged(
            UUID sessionId, @Nullable Stage fromStage, Stage toStage, SessionStatus status, Instant timestamp)
            implements ProgressEvent {

        @Override
        public String eventName() {
            return "stage";
        }
    }

    /** A piece of text is ready. Its speaker is known only after the whole recording was heard. */
    record SegmentReady(UUID sessionId, int chunk, Segment segment, Instant timestamp) implements ProgressEvent {

        @Override
        public String eventName() {
            return "segment";
        }
    }

    /** Todos are ready: how many, and by which engine. */
    record TodosReady(UUID sessionId, int total, String engine, Instant timestamp) implements ProgressEvent {

        @Override
        public String eventName() {
            return "todos";
        }
    }

    /** The session waits. {@code position} counts from 1. */
    record Queued(UUID sessionId, int position, @Nullable Double etaSeconds, Instant timestamp)
            implements ProgressEvent {

        @Override
        public String eventName() {
            return "queue";
        }
    }

    /** Everything is stored. {@code warnings} are problem codes of steps that gave up. */
    record Completed(
            UUID sessionId,
            SessionStatus status,
            double percent,
            String resultUrl,
            List<String> warnings,
            Instant timestamp)
            implements ProgressEvent {

        @Override
        public String eventName() {
            return "completed";
        }
    }

    /** The session failed, with a sentence that a person can act on. */
    record Failed(
            UUID sessionId, SessionStatus status, String code, String message, boolean replayable, Instant timestamp)
            implements ProgressEvent {

        @Override
        public String eventName() {
            return "failed";
        }
    }

    /** The user stopped the session. */
    record Cancelled(UUID sessionId, SessionStatus status, Instant timestamp) implements ProgressEvent {

        @Override
        public String eventName() {
            return "cancelled";
        }
    }
}
