package org.whispernotes.runtime.progress;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
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

    /** Waits up to {@code millis} for events and leaves them in place; the oldest ones, in order, perhaps none. */
    synchronized List<Pending> peek(int most, long millis) throws InterruptedException {
        if (events.isEmpty()) {
            wait(millis);
        }
        return events.stream().limit(most).toList();
    }

    /** Takes delivered events away, as far as they are still there: a full buffer may have given some up meanwhile. */
    synchronized void remove(List<Pending> delivered) {
        for (Pending pending : delivered) {
            if (events.peekFirst() == pending) {
                events.removeFirst();
            }
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
