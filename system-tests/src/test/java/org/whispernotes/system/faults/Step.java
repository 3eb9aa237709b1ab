package org.whispernotes.system.faults;

/** A point of a recording's way, told by what the sessions have left in the object store so far. */
enum Step {
    /** Some recordings are being sent, none is complete. */
    UPLOAD,
    /** The relay hands the first sessions to the broker. */
    RELAY,
    /** Some are decoded, others are being decoded. */
    PLAN,
    /** Chunks are being recognised. */
    CHUNK,
    /** All chunks of some session are there, its transcript is not. */
    ASSEMBLE,
    /** Some session has its transcript, and no todos yet. */
    TODOS;

    boolean isReached(Way way, int partsSent) {
        return switch (this) {
            case UPLOAD -> partsSent >= 3;
            case RELAY -> way.begun() >= 1;
            case PLAN -> way.planned() >= 2 && way.inPlan() >= 1;
            // What is done leaves no chunks behind.
            case CHUNK -> way.heardChunks() + way.done() >= 1 && way.inChunks() >= 2;
            case ASSEMBLE -> way.inAssemble() >= 1;
            case TODOS -> way.inTodos() >= 1;
        };
    }
}
