package org.whispernotes.model.message;

import java.util.UUID;
import org.whispernotes.model.Topology.PipelineQueue;

/**
 * A recording is in the store: decode it, find the speech and cut it into chunks.
 */
public record RecordingUploaded(UUID sessionId, UUID userId, int run) implements PipelineMessage {

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.PLAN;
    }

    @Override
    public String stepName() {
        return "plan";
    }
}
