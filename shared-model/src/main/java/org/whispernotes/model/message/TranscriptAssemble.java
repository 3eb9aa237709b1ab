package org.whispernotes.model.message;

import java.util.UUID;
import org.whispernotes.model.Topology.PipelineQueue;

/**
 * All chunk results are there: put the transcript together.
 */
public record TranscriptAssemble(UUID sessionId, UUID userId, int run) implements PipelineMessage {

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.ASSEMBLE;
    }

    @Override
    public String stepName() {
        return "assemble";
    }
}
