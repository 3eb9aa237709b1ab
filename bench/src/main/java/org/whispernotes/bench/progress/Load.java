package org.whispernotes.bench.progress;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Publishes one event of each session per second, spread evenly over the second. */
final class Load {

    /** Number of the event that only makes a session known; its delivery is not measured. */
    static final long FIRST = 1;

    /** Number of the event by which each session is told to somebody for the first time. */
    static final long FIRST_ROUND = 2;

    private final Target target;
    private final List<UUID> sessions;
    private long sequence = FIRST;

    Load(Target target, List<UUID> sessions) {
        this.target = target;
        this.sessions = sessions;
    }

    /** The first event of each session: it must be known before anybody can follow it. */
    void first() {
        sessions.forEach(session -> target.publish(session, sequence));
    }

    /** One event of each session at once. */
    void round() {
        sequence++;
        sessions.forEach(session -> target.publish(session, sequence));
    }

    /** Publishes for so long; {@code eachSecond} is called at the end of each second. */
    void run(int seconds, Runnable eachSecond) {
        long begun = System.nanoTime();
        long gap = 1_000_000_000L / sessions.size();
        for (int second = 0; second < seconds; second++) {
            sequence++;
            for (int i = 0; i < sessions.size(); i++) {
                long due = begun + second * 1_000_000_000L + i * gap;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                target.publish(sessions.get(i), sequence);
            }
            while (System.nanoTime() < begun + (second + 1) * 1_000_000_000L) {
                LockSupport.parkNanos(begun + (second + 1) * 1_000_000_000L - System.nanoTime());
            }
            eachSecond.run();
        }
    }

    /** Number of the latest event of every session. */
    long sequence() {
        return sequence;
    }
}
