package org.whispernotes.progress.hub;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.progress.ProgressStreamSettings;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.LogId;
import org.whispernotes.progress.log.RedisConnections;
import org.whispernotes.progress.log.StoredProgress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells everybody who follows, each entry once and in order. A follower first gets an order to read the log, and what is
 * announced meanwhile waits in its mailbox; the same order is given again whenever announcements may have been missed.
 * So a new follower, one that comes back, and one that lived through an outage of Redis all take the same way.
 */
public final class ProgressHub implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ProgressHub.class);
    /** Often, so that each time only a few of many clients are pinged: what happens meanwhile must not wait for that. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Duration FAILED_READ_PAUSE = Duration.ofSeconds(1);

    private final Channels channels;
    private final EventLog eventLog;
    private final StoredProgress stored;
    private final Clock clock;
    private final Notices notices;
    private final HubMetrics metrics;
    private final AtomicReference<@Nullable ScheduledExecutorService> ticker = new AtomicReference<>();

    public ProgressHub(
            RedisConnections redis,
            EventLog eventLog,
            StoredProgress stored,
            ProgressStreamSettings settings,
            Clock clock,
            MeterRegistry registry) {
        this.notices = new Notices(settings, clock);
        this.metrics = new HubMetrics(registry);
        this.channels = new Channels(redis, notices, metrics);
        this.eventLog = eventLog;
        this.stored = stored;
        this.clock = clock;
    }

    /**
     * Follows a session until it has ended. Never fails because Redis is away: it says so and goes on later.
     *
     * @param place the last entry that the client knows; null when it is new
     */
    public Flux<FeedItem> followSession(UUID session, @Nullable LogId place) {
        return follow(
                        ProgressKeys.channel(session),
                        new SessionHistory(session, eventLog, stored, clock),
                        new Cursor(place))
                .takeUntil(item ->
                        item instanceof FeedItem.Event event && event.entry().isTerminal());
    }

    /** Follows all sessions of a user, without end. */
    public Flux<FeedItem> followUser(UUID user, @Nullable LogId place) {
        return follow(ProgressKeys.userChannel(user), new UserHistory(user, eventLog, clock), new Cursor(place));
    }

    private Flux<FeedItem> follow(String channel, History history, Cursor cursor) {
        return Flux.defer(() -> {
            Mailbox mailbox = channels.join(channel);
            return mailbox.signals()
                    .concatMap(signal -> tell(signal, history, cursor), 0)
                    .doFinally(end -> channels.leave(channel, mailbox));
        });
    }

    private Flux<FeedItem> tell(Signal signal, History history, Cursor cursor) {
        if (signal instanceof FeedItem.Event event) {
            return cursor.advanceTo(event.entry()) ? Flux.just(event) : Flux.empty();
        }
        if (signal instanceof FeedItem item) {
            return Flux.just(item);
        }
        return readLog(history, cursor);
    }

    /** Reads until it succeeds, and says so each time that it does not. */
    private Flux<FeedItem> readLog(History history, Cursor cursor) {
        AtomicBoolean failed = new AtomicBoolean();
        return Flux.defer(() -> {
                    failed.set(false);
                    metrics.replays.increment();
                    return history.catchUp(cursor);
                })
                .onErrorResume(e -> {
                    log.debug("the log can't be read now", e);
                    failed.set(true);
                    return Mono.just(notices.away());
                })
                .repeatWhen(rounds ->
                        rounds.takeWhile(count -> failed.get()).concatMap(count -> Mono.delay(pauseAfterFailure())));
    }

    private static Duration pauseAfterFailure() {
        return FAILED_READ_PAUSE.plusMillis(ThreadLocalRandom.current().nextLong(FAILED_READ_PAUSE.toMillis()));
    }

    private void tick() {
        try {
            channels.tick(System.nanoTime());
        } catch (RuntimeException e) {
            log.error("the hub's housekeeping failed and is tried again in {}", TICK, e);
        }
    }

    @Override
    public void start() {
        channels.open();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress-hub");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        ticker.set(executor);
    }

    /** Sends everybody elsewhere; the web server's graceful shutdown, which comes next, waits for them. */
    @Override
    public void stop() {
        ScheduledExecutorService executor = ticker.getAndSet(null);
        if (executor != null) {
            executor.shutdownNow();
        }
        channels.close();
    }

    @Override
    public boolean isRunning() {
        return ticker.get() != null;
    }
}
