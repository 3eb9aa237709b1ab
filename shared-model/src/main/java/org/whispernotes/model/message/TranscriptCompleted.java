package org.whispernotes.model.message;

import java.util.UUID;
import org.whispernotes.model.Topology.PipelineQueue;

/**
 * The transcript is stored: write todos and summary.
 */
public record TranscriptCompleted(UUID sessionId, UUID userId, int run) implements PipelineMessage {

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.TODOS;
    }

    @Override
    public String stepName() {
        return "todos";
    }
}
