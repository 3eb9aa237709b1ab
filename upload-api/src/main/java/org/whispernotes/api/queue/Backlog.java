package org.whispernotes.api.queue;

import java.time.Clock;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import reactor.core.publisher.Mono;

/**
 * Sessions that wait for their turn. Order is decided here, where it can be seen and changed; what is released is the
 * broker's.
 */
@Component
public class Backlog {

    /** Advisory lock: replicas decide one after the other, or together they would release too many. */
    private static final long RELEASE_LOCK = 0x77_6e_6f_74_65_73L;

    private final DatabaseClient db;
    private final TransactionalOperator transaction;
    private final QueueSettings settings;
    private final Clock clock;

    Backlog(DatabaseClient db, TransactionalOperator transaction, QueueSettings settings, Clock clock) {
        this.db = db;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
    }

    /** Releases as many sessions as may be under way, in the order of the settings; returns how many that were. */
    public Mono<Long> release() {
        Mono<Long> released = db.sql(
                        "update sessions set released_at = :now where id in (select id from waiting_sessions"
                                + " order by " + settings.order().orderBy()
                                + " limit greatest(0, :active - (select count(*) from sessions"
                                + " where released_at is not null and status in ('QUEUED', 'PROCESSING'))))")
                .bind("now", clock.instant())
                .bind("active", settings.active())
                .fetch()
                .rowsUpdated();
        return hasWaiting()
                .filter(waiting -> waiting)
                .flatMap(waiting -> db.sql("select pg_advisory_xact_lock(" + RELEASE_LOCK + ")")
                        .then()
                        .then(released)
                        .as(transaction::transactional))
                .defaultIfEmpty(0L);
    }

    private Mono<Boolean> hasWaiting() {
        return db.sql("select 1 from sessions where status = 'QUEUED' and released_at is null limit 1")
                .fetch()
                .first()
                .hasElement();
    }

    /** Fails with {@link Problem#QUEUE_FULL} when {@code more} sessions would be too many. */
    public Mono<Void> requireRoom(int more) {
        return db.sql("select count(*) as n from sessions where status in ('QUEUED', 'PROCESSING')")
                .map(row -> row.get("n", Long.class))
                .one()
                .filter(size -> size + more <= settings.maxSize())
                .switchIfEmpty(Mono.error(() -> new ApiException(
                                Problem.QUEUE_FULL,
                                "The queue is full (" + settings.maxSize() + " sessions). Try again later.")
                        .retryAfter(settings.retryAfter())))
                .then();
    }
}
