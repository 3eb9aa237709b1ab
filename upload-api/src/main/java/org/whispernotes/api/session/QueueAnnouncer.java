package org.whispernotes.api.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.DatabaseAway;
import org.whispernotes.api.queue.Estimates;
import org.whispernotes.api.queue.Estimates.Estimate;
import org.whispernotes.api.queue.QueueSettings;
import org.whispernotes.api.queue.QueueStats;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.runtime.progress.ProgressPublisher;

/** Tells those who wait their position when it changes, and remembers what they were told first about the time. */
@Component
class QueueAnnouncer {

    private static final Logger log = LoggerFactory.getLogger(QueueAnnouncer.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Estimates estimates;
    private final ProgressPublisher progress;
    private final QueueStats stats;
    private final DatabaseClient db;
    private final QueueSettings settings;
    private final Clock clock;
    private Map<UUID, Long> told = Map.of();

    QueueAnnouncer(
            Estimates estimates,
            ProgressPublisher progress,
            QueueStats stats,
            DatabaseClient db,
            QueueSettings settings,
            Clock clock) {
        this.estimates = estimates;
        this.progress = progress;
        this.stats = stats;
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /** One round; called again and again by the scheduler. */
    void announce() {
        try {
            List<Estimate> all =
                    hasUnfinished() ? Objects.requireNonNull(estimates.all().block(LIMIT)) : List.of();
            rememberPredictions(all);
            tell(all);
            stats.publish(all);
        } catch (RuntimeException e) {
            if (!DatabaseAway.is(e)) {
                throw e;
            }
            log.debug("no positions are told while the database is away", e);
        }
    }

    private boolean hasUnfinished() {
        return Boolean.TRUE.equals(db.sql("select 1 from sessions where status in ('QUEUED', 'PROCESSING') limit 1")
                .fetch()
                .first()
                .hasElement()
                .block(LIMIT));
    }

    private void tell(List<Estimate> all) {
        Map<UUID, Long> now = new HashMap<>();
        for (Estimate estimate : all) {
            Long position = estimate.position();
            if (position == null || position > settings.announced()) {
                continue;
            }
            now.put(estimate.sessionId(), position);
            if (!position.equals(told.get(estimate.sessionId()))) {
                progress.publish(
                        new ProgressEvent.Queued(
                                estimate.sessionId(),
                                Math.toIntExact(position),
                                estimate.etaSeconds(),
                                clock.instant()),
                        estimate.userId());
            }
        }
        told = now;
    }

    private void rememberPredictions(List<Estimate> all) {
        Instant now = clock.instant();
        for (Estimate estimate : all) {
            Double eta = estimate.etaSeconds();
            if (eta != null) {
                db.sql("update sessions set predicted_at = :now, predicted_seconds = :eta"
                                + " where id = :id and predicted_at is null")
                        .bind("now", now)
                        .bind("eta", eta)
                        .bind("id", estimate.sessionId())
                        .then()
                        .block(LIMIT);
            }
        }
    }
}
