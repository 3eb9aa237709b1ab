package org.whispernotes.api.queue;

/** Whose turn it is next. */
public enum QueueOrder {
    /** First come, first served. */
    FIFO("queued_at, id"),
    /** Newest first. */
    LIFO("queued_at desc, id"),
    /** Highest priority first, then first come. */
    PRIORITY("priority desc, queued_at, id"),
    /** Users take turns, however many sessions each has. */
    FAIR("turn, queued_at, id");

    private final String orderBy;

    QueueOrder(String orderBy) {
        this.orderBy = orderBy;
    }

    /** SQL over the columns of {@code waiting_sessions}. */
    String orderBy() {
        return orderBy;
    }
}
