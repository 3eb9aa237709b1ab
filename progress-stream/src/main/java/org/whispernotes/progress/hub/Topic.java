package org.whispernotes.progress.hub;

import java.util.concurrent.CopyOnWriteArrayList;

/** One channel and who follows it. */
final class Topic {

    final CopyOnWriteArrayList<Mailbox> followers = new CopyOnWriteArrayList<>();
    /** Redis has confirmed: from then on nothing is missed that is not in the log. */
    volatile boolean subscribed;
    /** When Redis was last asked to subscribe. */
    volatile long askedNanos;
    /** Since when nobody follows; meaningless while somebody does. */
    volatile long emptySinceNanos;

    Topic(long nowNanos) {
        this.askedNanos = nowNanos;
    }
}
