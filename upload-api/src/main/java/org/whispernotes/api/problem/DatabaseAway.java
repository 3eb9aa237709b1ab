package org.whispernotes.api.problem;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;

/** A database that does not answer: told apart from other failures, and waited for where a message must not be lost. */
public final class DatabaseAway {

    private static final Logger log = LoggerFactory.getLogger(DatabaseAway.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private DatabaseAway() {}

    /** Whether the failure, or what caused it, is that the database did not answer. */
    public static boolean is(Throwable failure) {
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof DataAccessResourceFailureException
                    || e instanceof TransactionException
                    || e instanceof R2dbcNonTransientResourceException
                    || e instanceof R2dbcTransientResourceException
                    || e instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Does the work, again and again while the database is away. An outage must not use up the attempts of the messages
     * that arrive during it.
     *
     * @param limit after which the failure is the caller's after all; below the broker's consumer timeout (30 min)
     */
    public static <T> @Nullable T waitOut(Duration limit, Supplier<@Nullable T> work) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (!is(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                log.warn("the database does not answer, trying again in {} ms: {}", pause.toMillis(), e.toString());
                Thread.sleep(pause.toMillis());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
