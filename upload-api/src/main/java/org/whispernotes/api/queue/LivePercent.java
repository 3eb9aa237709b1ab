package org.whispernotes.api.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

/** How far sessions under way are, from their progress in Redis. Without Redis nothing is known, and nothing fails. */
@Component
class LivePercent {

    private static final Logger log = LoggerFactory.getLogger(LivePercent.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final StringRedisTemplate redis;
    private final Clock clock;
    private volatile Instant awayUntil = Instant.MIN;

    LivePercent(StringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    private record Snapshot(double percent) {}

    Mono<Map<UUID, Double>> of(List<UUID> sessions) {
        if (sessions.isEmpty() || clock.instant().isBefore(awayUntil)) {
            return Mono.just(Map.of());
        }
        return Mono.fromCallable(() -> read(sessions)).subscribeOn(Schedulers.boundedElastic());
    }

    private Map<UUID, Double> read(List<UUID> sessions) {
        Map<UUID, Double> percents = new HashMap<>();
        try {
            List<String> snapshots = redis.opsForValue()
                    .multiGet(sessions.stream().map(ProgressKeys::snapshot).toList());
            for (int i = 0; snapshots != null && i < sessions.size(); i++) {
                String entry = snapshots.get(i);
                if (entry != null) {
                    String json = entry.substring(entry.lastIndexOf('\n') + 1);
                    percents.put(
                            sessions.get(i),
                            Json.mapper().readValue(json, Snapshot.class).percent());
                }
            }
        } catch (DataAccessException e) {
            awayUntil = clock.instant().plus(PAUSE);
            log.warn("Redis is away: percentages are those of the last stage for now");
        } catch (JacksonException e) {
            log.warn("a progress snapshot is not readable", e);
        }
        return percents;
    }
}
