package org.whispernotes.runtime.progress;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.progress.ProgressEvent;

/**
 * Events on their way to Redis, in order and bounded. When it is full a percentage is given up for what says more: the
 * next percentage replaces it anyway.
 */
final class EventBuffer {

    /** An event and whose it is. */
    record Pending(ProgressEvent event, UUID userId) {}

    private final ArrayDeque<Pending> events = new ArrayDeque<>();
    private final int capacity;
    private long dropped;

    EventBuffer(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Pending pending) {
        if (events.size() >= capacity && !makeRoom()) {
            if (pending.event() instanceof ProgressEvent.Progress) {
                dropped++;
                return;
            }
            events.removeFirst();
            dropped++;
        }
        events.addLast(pending);
        notifyAll();
    }

    private boolean makeRoom() {
        Iterator<Pending> oldestFirst = events.iterator();
        while (oldestFirst.hasNext()) {
            if (oldestFirst.next().event() instanceof ProgressEvent.Progress) {
                oldestFirst.remove();
                dropped++;
                return true;
            }
        }
        return false;
    }

    /** Waits up to {@code millis} for the oldest event and leaves it in place; null when there is none. */
    synchronized @Nullable Pending peek(long millis) throws InterruptedException {
        if (events.isEmpty()) {
            wait(millis);
        }
        return events.peekFirst();
    }

    /** Takes the event away if it is still the oldest. */
    synchronized void remove(Pending delivered) {
        if (events.peekFirst() == delivered) {
            events.removeFirst();
        }
    }

    synchronized int size() {
        return events.size();
    }

    /** Events that were given up since the last call. */
    synchronized long takeDropped() {
        long count = dropped;
        dropped = 0;
        return count;
    }
}
