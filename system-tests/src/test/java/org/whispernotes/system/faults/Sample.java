package org.whispernotes.system.faults;

/**
 * How things stood at one moment of a run.
 *
 * @param second since the run began
 * @param completed sessions
 * @param backlog sessions that wait for their turn
 * @param messages in all of the product's queues
 * @param appBytes resident memory
 */
record Sample(double second, long completed, long backlog, long messages, long appBytes, long workerBytes) {

    double appMegabytes() {
        return appBytes / 1e6;
    }

    double workerMegabytes() {
        return workerBytes / 1e6;
    }
}
