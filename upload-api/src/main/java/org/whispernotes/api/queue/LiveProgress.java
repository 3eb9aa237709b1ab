package org.whispernotes.api.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
public class LiveProgress {

    private static final Logger log = LoggerFactory.getLogger(LiveProgress.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final StringRedisTemplate redis;
    private final Clock clock;
    private volatile Instant awayUntil = Instant.MIN;

    LiveProgress(StringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * The last that was said about a session.
     *
     * @param percent 0..100
     * @param message what is being done, for a person; null at the end
     */
    public record Heard(double percent, @Nullable String message) {}

    /** Of those that were heard of at all. */
    public Mono<Map<UUID, Heard>> of(Collection<UUID> sessions) {
        if (sessions.isEmpty() || clock.instant().isBefore(awayUntil)) {
            return Mono.just(Map.of());
        }
        return Mono.fromCallable(() -> read(List.copyOf(sessions))).subscribeOn(Schedulers.boundedElastic());
    }

    private Map<UUID, Heard> read(List<UUID> sessions) {
        Map<UUID, Heard> heard = new HashMap<>();
        try {
            List<String> snapshots = redis.opsForValue()
                    .multiGet(sessions.stream().map(ProgressKeys::snapshot).toList());
            for (int i = 0; snapshots != null && i < sessions.size(); i++) {
                String entry = snapshots.get(i);
                if (entry != null) {
                    String json = entry.substring(entry.lastIndexOf('\n') + 1);
                    heard.put(sessions.get(i), Json.mapper().readValue(json, Heard.class));
                }
            }
        } catch (DataAccessException e) {
            awayUntil = clock.instant().plus(PAUSE);
            log.warn("Redis is away: percentages are those of the last stage for now");
        } catch (JacksonException e) {
            log.warn("a progress snapshot is not readable", e);
        }
        return heard;
    }
}
