package org.whispernotes.api.queue;

import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.user.User;
import reactor.core.publisher.Mono;

/** Counts the queue. */
@Component
class QueueState {

    private final DatabaseClient db;
    private final QueueSettings settings;

    QueueState(DatabaseClient db, QueueSettings settings) {
        this.db = db;
        this.settings = settings;
    }

    Mono<QueueController.Queue> of(User user) {
        return db.sql("with place as (select user_id, row_number() over (order by "
                        + settings.order().orderBy() + ") as n from waiting_sessions)"
                        + " select count(*) filter (where released_at is null) as waiting,"
                        + " count(*) filter (where released_at is not null) as active,"
                        + " (select min(n) from place where user_id = :userId) as position"
                        + " from sessions where status in ('QUEUED', 'PROCESSING')")
                .bind("userId", user.id())
                .map(row -> {
                    long waiting = Objects.requireNonNull(row.get("waiting", Long.class));
                    long active = Objects.requireNonNull(row.get("active", Long.class));
                    return new QueueController.Queue(
                            waiting + active,
                            waiting,
                            active,
                            settings.maxSize(),
                            settings.order(),
                            row.get("position", Long.class),
                            null);
                })
                .one();
    }
}
