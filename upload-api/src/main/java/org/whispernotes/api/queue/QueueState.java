package org.whispernotes.api.queue;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.queue.Estimates.Estimate;
import org.whispernotes.api.user.User;
import reactor.core.publisher.Mono;

/** The queue as one user sees it. */
@Component
public class QueueState {

    private final DatabaseClient db;
    private final Estimates estimates;
    private final QueueSettings settings;

    QueueState(DatabaseClient db, Estimates estimates, QueueSettings settings) {
        this.db = db;
        this.estimates = estimates;
        this.settings = settings;
    }

    public Mono<QueueView> of(User user) {
        return Mono.zip(estimates.all(), error().defaultIfEmpty(-1.0)).map(known -> {
            List<Estimate> all = known.getT1();
            List<Estimate> mine = all.stream()
                    .filter(estimate -> estimate.userId().equals(user.id()))
                    .toList();
            long waiting =
                    all.stream().filter(estimate -> estimate.position() != null).count();
            double error = known.getT2();
            return new QueueView(
                    all.size(),
                    waiting,
                    all.size() - waiting,
                    settings.maxSize(),
                    settings.order(),
                    first(mine),
                    last(mine),
                    error < 0 ? null : error);
        });
    }

    private static @Nullable Long first(List<Estimate> mine) {
        return mine.stream()
                .map(Estimate::position)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Double last(List<Estimate> mine) {
        return mine.stream()
                .map(Estimate::etaSeconds)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** How far off the estimates of the last sessions were: median of |said - actual| / actual. */
    private Mono<Double> error() {
        return db.sql("""
                        select percentile_cont(0.5) within group (order by abs(predicted_seconds - took) / took) as error
                        from (select predicted_seconds,
                                     cast(extract(epoch from completed_at - predicted_at) as double precision) as took
                              from sessions
                              where status = 'COMPLETED' and predicted_seconds is not null and predicted_at < completed_at
                              order by completed_at desc limit 50) as last
                        """)
                .map(row -> {
                    Double error = row.get("error", Double.class);
                    return error == null ? -1.0 : Math.round(error * 1000) / 1000.0;
                })
                .one();
    }
}
