package org.whispernotes.api.live;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.listener.PatternTopic;
import org.springframework.data.redis.listener.ReactiveRedisMessageListenerContainer;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.DatabaseAway;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Says when to look at sessions again: as soon as one of them has an event, and now and then in any case. What there is to
 * see is in the rows and in the store; an announcement that gets lost costs a moment, never a change.
 */
@Component
public class SessionNews {

    private static final Logger log = LoggerFactory.getLogger(SessionNews.class);
    private static final PatternTopic ALL_USERS = new PatternTopic("progress:user:*");
    private static final String ID_FIELD = "\"sessionId\":\"";
    private static final int ID_LENGTH = 36;

    private final LiveSettings settings;
    private final Flux<String> announced;

    SessionNews(ReactiveRedisConnectionFactory redis, LiveSettings settings) {
        this.settings = settings;
        this.announced = Flux.usingWhen(
                        // Opens a connection, and waits for it.
                        Mono.fromCallable(() -> new ReactiveRedisMessageListenerContainer(redis))
                                .subscribeOn(Schedulers.boundedElastic()),
                        listener -> listener.receive(ALL_USERS),
                        ReactiveRedisMessageListenerContainer::destroyLater)
                .map(message -> sessionOf(message.getMessage()))
                .doOnError(e -> log.debug("Redis is away: changes are found by looking", e))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, settings.look()).maxBackoff(Duration.ofSeconds(10)))
                // One subscription for the process, and only while somebody waits.
                .share();
    }

    /**
     * What {@code read} finds, now and again whenever something may have changed. Never two reads at once; who reads
     * slowly misses states in between, and has the latest one next. While the database is away nothing is found.
     */
    public <T> Flux<T> watch(Collection<UUID> sessions, Supplier<Mono<T>> read) {
        Set<String> wanted = sessions.stream().map(UUID::toString).collect(Collectors.toSet());
        Flux<Boolean> events = announced.filter(wanted::contains).map(session -> true);
        Flux<Boolean> ticks = Flux.interval(Duration.ZERO, settings.look()).map(tick -> true);
        return Flux.merge(ticks.onBackpressureDrop(), events)
                .onBackpressureLatest()
                .concatMap(
                        occasion -> Flux.concat(
                                Mono.defer(read).onErrorResume(DatabaseAway::is, away -> Mono.empty()),
                                Mono.delay(settings.pause()).then(Mono.<T>empty())),
                        1);
    }

    /** Of {@code id \n event \n json}; every event begins with its session. */
    private static String sessionOf(String entry) {
        int field = entry.indexOf(ID_FIELD);
        int from = field + ID_FIELD.length();
        return field < 0 || entry.length() < from + ID_LENGTH ? "" : entry.substring(from, from + ID_LENGTH);
    }
}
