package org.whispernotes.api.queue;

import org.jspecify.annotations.Nullable;

/**
 * The queue as one user sees it.
 *
 * @param depth sessions waiting or under way
 * @param waiting of those in the backlog
 * @param active of those with the broker or a worker
 * @param maxSize more are refused
 * @param order in which waiting sessions get their turn
 * @param position of the user's next waiting session, from 1; null when none waits
 * @param etaSeconds until all of the user's sessions are completed; null when none is there or nothing was measured
 * @param etaError how far off such estimates were lately: median of |said - actual| / actual; null when not known
 */
public record QueueView(
        long depth,
        long waiting,
        long active,
        int maxSize,
        QueueOrder order,
        @Nullable Long position,
        @Nullable Double etaSeconds,
        @Nullable Double etaError) {}
