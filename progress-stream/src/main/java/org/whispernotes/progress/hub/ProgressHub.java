package org.whispernotes.progress.hub;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.progress.ProgressStreamSettings;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.LogEntry;
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
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FAILED_READ_PAUSE = Duration.ofSeconds(1);
    private static final String AWAY = "Live progress is interrupted and resumes by itself. The work goes on.";
    private static final String TOO_SLOW = "This connection is too slow to keep up. Reconnect; nothing is lost.";
    private static final String STOPPING = "The server is stopping. Reconnect; nothing is lost.";

    private final ConcurrentHashMap<String, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicInteger followers = new AtomicInteger();
    private final Announcements announcements;
    private final EventLog eventLog;
    private final StoredProgress stored;
    private final ProgressStreamSettings settings;
    private final Clock clock;
    private final HubMetrics metrics;
    private final AtomicReference<@Nullable ScheduledExecutorService> ticker = new AtomicReference<>();
    private volatile boolean stopping;

    public ProgressHub(
            RedisConnections redis,
            EventLog eventLog,
            StoredProgress stored,
            ProgressStreamSettings settings,
            Clock clock,
            MeterRegistry registry) {
        this.announcements = new Announcements(redis, new Heard());
        this.eventLog = eventLog;
        this.stored = stored;
        this.settings = settings;
        this.clock = clock;
        this.metrics = new HubMetrics(registry, followers::get, topics::size, () -> announcements.isLive() ? 1 : 0);
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
                .takeUntil(ProgressHub::endsSession);
    }

    /** Follows all sessions of a user, without end. */
    public Flux<FeedItem> followUser(UUID user, @Nullable LogId place) {
        return follow(ProgressKeys.userChannel(user), new UserHistory(user, eventLog, clock), new Cursor(place));
    }

    private static boolean endsSession(FeedItem item) {
        return item instanceof FeedItem.Event event && event.entry().isTerminal();
    }

    private Flux<FeedItem> follow(String channel, History history, Cursor cursor) {
        return Flux.defer(() -> {
            Mailbox mailbox = new Mailbox(settings.buffer(), firstPing());
            join(channel, mailbox);
            return mailbox.signals()
                    .concatMap(signal -> tell(signal, history, cursor), 0)
                    .doFinally(end -> leave(channel, mailbox));
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
        AtomicReference<Boolean> failed = new AtomicReference<>(false);
        return Flux.defer(() -> {
                    failed.set(false);
                    metrics.replays.increment();
                    return history.catchUp(cursor);
                })
                .onErrorResume(e -> {
                    log.debug("the log can't be read now", e);
                    failed.set(true);
                    return Mono.just(awayNotice());
                })
                .repeatWhen(rounds -> rounds.takeWhile(count -> failed.get())
                        .concatMap(count -> Mono.delay(FAILED_READ_PAUSE.plusMillis(jitter(1_000)))));
    }

    private void join(String channel, Mailbox mailbox) {
        followers.incrementAndGet();
        if (stopping) {
            mailbox.close(leaving());
            return;
        }
        topics.compute(channel, (name, known) -> {
            Topic topic = known;
            if (topic == null) {
                topic = new Topic();
                announcements.subscribe(name);
            }
            topic.followers.add(mailbox);
            if (topic.subscribed) {
                mailbox.offer(Signal.CatchUp.NOW);
            } else if (!announcements.isLive()) {
                mailbox.offer(awayNotice());
            }
            return topic;
        });
    }

    private void leave(String channel, Mailbox mailbox) {
        followers.decrementAndGet();
        topics.computeIfPresent(channel, (name, topic) -> {
            topic.followers.remove(mailbox);
            if (topic.followers.isEmpty()) {
                announcements.unsubscribe(name);
                return null;
            }
            return topic;
        });
    }

    private void offer(Mailbox mailbox, Signal signal) {
        if (!mailbox.offer(signal)) {
            mailbox.close(tooSlow());
            metrics.dropped.increment();
        }
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            announcements.check(now);
            boolean live = announcements.isLive();
            FeedItem.Notice ping = live ? new FeedItem.Notice(clock.instant(), true, null, null) : awayNotice();
            long interval = settings.pingInterval().toNanos();
            List<String> unconfirmed = new ArrayList<>();
            topics.forEach((channel, topic) -> {
                topic.followers.forEach(mailbox -> mailbox.ping(now, interval, ping));
                if (live && !topic.subscribed) {
                    unconfirmed.add(channel);
                }
            });
            announcements.subscribe(unconfirmed);
        } catch (RuntimeException e) {
            log.error("the hub's housekeeping failed and is tried again in {}", TICK, e);
        }
    }

    /** Spread, so that ten thousand clients that came at once are not pinged at once. */
    private long firstPing() {
        return System.nanoTime()
                + ThreadLocalRandom.current()
                        .nextLong(1, settings.pingInterval().toNanos());
    }

    private FeedItem.Notice awayNotice() {
        return new FeedItem.Notice(clock.instant(), false, AWAY, null);
    }

    private FeedItem.Notice tooSlow() {
        return new FeedItem.Notice(
                clock.instant(), true, TOO_SLOW, settings.retry().plusMillis(jitter(1_000)));
    }

    private FeedItem.Notice leaving() {
        long spread = Math.max(1, settings.drainJitter().toMillis());
        return new FeedItem.Notice(clock.instant(), true, STOPPING, Duration.ofMillis(500 + jitter(spread)));
    }

    private static long jitter(long boundMillis) {
        return ThreadLocalRandom.current().nextLong(boundMillis);
    }

    @Override
    public void start() {
        stopping = false;
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
        stopping = true;
        ScheduledExecutorService executor = ticker.getAndSet(null);
        if (executor != null) {
            executor.shutdownNow();
        }
        topics.values().forEach(topic -> topic.followers.forEach(mailbox -> mailbox.close(leaving())));
        announcements.close();
    }

    @Override
    public boolean isRunning() {
        return ticker.get() != null;
    }

    /** What Redis announces. */
    private final class Heard implements Announcements.Listener {
        @Override
        public void announced(String channel, byte[] payload) {
            Topic topic = topics.get(channel);
            if (topic == null) {
                return;
            }
            metrics.received.increment();
            FeedItem event;
            try {
                event = new FeedItem.Event(LogEntry.ofPayload(payload), true);
            } catch (IllegalArgumentException e) {
                log.error("{}: dropped an announcement that is not one of ours: {}", channel, e.getMessage());
                return;
            }
            metrics.delivered.increment(topic.followers.size());
            for (Mailbox mailbox : topic.followers) {
                offer(mailbox, event);
            }
        }

        @Override
        public void subscribed(String channel) {
            Topic topic = topics.get(channel);
            if (topic != null) {
                topic.subscribed = true;
                topic.followers.forEach(mailbox -> offer(mailbox, Signal.CatchUp.NOW));
            }
        }

        @Override
        public void back() {
            log.info("Redis answers: {} channels are followed live", topics.size());
            announcements.subscribe(List.copyOf(topics.keySet()));
        }

        @Override
        public void away() {
            log.warn("Redis is away: {} streams stay open and resume once it is back", followers.get());
            FeedItem.Notice notice = awayNotice();
            topics.values().forEach(topic -> {
                topic.subscribed = false;
                topic.followers.forEach(mailbox -> offer(mailbox, notice));
            });
        }
    }
}
