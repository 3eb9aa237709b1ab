package org.whispernotes.model.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;
import org.whispernotes.model.Topology.PipelineQueue;

/**
 * A wake-up: "there may be something to do for this run of this session". Delivering one twice, late or out of order
 * does no harm.
 */
public sealed interface PipelineMessage
        permits RecordingUploaded, ChunkReady, TranscriptAssemble, TranscriptCompleted, SessionEvent {

    /** Version of the message shapes; a worker refuses what is newer than it knows. */
    int SCHEMA_VERSION = 1;

    UUID sessionId();

    /** Whose session it is; progress goes to this user's stream too. */
    UUID userId();

    /** Counts how often the session was started, from 1. */
    int run();

    /** The queue this message is for. */
    @JsonIgnore
    PipelineQueue queue();

    /** What distinguishes this message from others of the same run: the step, and its part if it has several. */
    @JsonIgnore
    String stepName();
}
