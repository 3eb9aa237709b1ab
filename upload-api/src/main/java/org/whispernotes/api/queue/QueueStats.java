package org.whispernotes.api.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import org.whispernotes.api.queue.Estimates.Estimate;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.runtime.Json;

/** The size of the queue, for dashboards, autoscalers ({@code notes_queue_*}) and other services ({@code queue:stats}). */
@Component
public class QueueStats {

    private static final Logger log = LoggerFactory.getLogger(QueueStats.class);
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final StringRedisTemplate redis;
    private final Clock clock;
    private final AtomicLong waiting;
    private final AtomicLong active;

    QueueStats(StringRedisTemplate redis, MeterRegistry meters, Clock clock) {
        this.redis = redis;
        this.clock = clock;
        this.waiting = meters.gauge("notes.queue.waiting", new AtomicLong());
        this.active = meters.gauge("notes.queue.active", new AtomicLong());
    }

    private record Stats(long waiting, long active, Instant at) {}

    /** Says how much there is now; {@code unfinished} is all that waits or is under way. */
    public void publish(List<Estimate> unfinished) {
        long waits = unfinished.stream()
                .filter(estimate -> estimate.position() != null)
                .count();
        waiting.set(waits);
        active.set(unfinished.size() - waits);
        try {
            redis.opsForValue()
                    .set(
                            ProgressKeys.QUEUE_STATS,
                            Json.text(new Stats(waits, unfinished.size() - waits, clock.instant())),
                            KEPT);
        } catch (DataAccessException e) {
            log.debug("Redis is away: the size of the queue is not published", e);
        }
    }
}
