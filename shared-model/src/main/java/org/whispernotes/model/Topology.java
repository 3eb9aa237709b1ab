package org.whispernotes.model;

import java.util.List;

/** Names in the broker. Declared by shared-runtime from this one place. */
public final class Topology {

    /** Topic exchange for the pipeline. */
    public static final String RECORDINGS = "recordings";
    /** Fanout exchange to every worker: cancel. */
    public static final String CONTROL = "control";
    /** Direct exchange in front of the delay queues. */
    public static final String RETRIES = "retries";
    /** Topic exchange for what gave up; also the name of the queue behind it. */
    public static final String DEAD_LETTERS = "dead-letters";

    private Topology() {}

    /** A queue of the pipeline and the routing key that feeds it. */
    public enum PipelineQueue {
        PLAN("transcriber.plan", "recording.uploaded"),
        CHUNKS("transcriber.chunks", "chunk.ready"),
        ASSEMBLE("transcriber.assemble", "transcript.assemble"),
        TODOS("todo-generator.todos", "transcript.completed"),
        SESSIONS("upload-api.sessions", "session.event");

        private final String queueName;
        private final String routingKey;

        PipelineQueue(String queueName, String routingKey) {
            this.queueName = queueName;
            this.routingKey = routingKey;
        }

        public String queueName() {
            return queueName;
        }

        public String routingKey() {
            return routingKey;
        }

        /** The delay queue from which a message comes back to this queue after the given delay. */
        public String retryQueueName(int delaySeconds) {
            return queueName + ".retry." + delaySeconds + "s";
        }
    }

    /** All queues of the pipeline. */
    public static List<PipelineQueue> pipelineQueues() {
        return List.of(PipelineQueue.values());
    }
}
