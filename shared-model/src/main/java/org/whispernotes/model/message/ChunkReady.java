package org.whispernotes.model.message;

import java.util.UUID;
import org.whispernotes.model.Topology.PipelineQueue;

/**
 * A chunk of the plan can be recognised.
 *
 * @param index of the chunk in the plan, from 0
 */
public record ChunkReady(UUID sessionId, UUID userId, int run, int index) implements PipelineMessage {

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.CHUNKS;
    }

    @Override
    public String stepName() {
        return "chunk-" + index;
    }
}
