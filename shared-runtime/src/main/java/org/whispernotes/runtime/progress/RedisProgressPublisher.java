package org.whispernotes.runtime.progress;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.Json;

/**
 * Appends each event to the session's log in Redis, renews the snapshot and announces the entry, all in one script: the
 * id of the log entry is the id that clients replay from.
 *
 * <p>Callers never wait: events go through a bounded buffer to one thread, which keeps their order and holds them while
 * Redis is away. A try that timed out may have been carried out, so the script looks for the entry before it appends
 * again.
 */
public final class RedisProgressPublisher implements ProgressPublisher, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RedisProgressPublisher.class);
    private static final long IDLE_MILLIS = 1_000;
    /** Events in one round trip: as many as came during the last one, up to this. */
    private static final int MOST_AT_ONCE = 50;
    /** Answers of a Redis that will do it later: starting, full, failing over, busy. */
    private static final List<String> PASSING = List.of("LOADING", "OOM", "READONLY", "MASTERDOWN", "BUSY", "TRYAGAIN");

    private final StringRedisTemplate redis;
    private final ProgressSettings settings;
    private final String workerId;
    private final Clock clock;
    private final RedisScript<Long> append;
    private final EventBuffer buffer;
    private final EtaEstimator estimator = new EtaEstimator();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    // The sending thread's own.
    private boolean away;
    /** How many of the oldest events were in a try that failed, and may have been appended by it. */
    private int unsure;
    /** How many events to send at once. */
    private int batch = MOST_AT_ONCE;

    public RedisProgressPublisher(StringRedisTemplate redis, ProgressSettings settings, String workerId, Clock clock) {
        this.redis = redis;
        this.settings = settings;
        this.workerId = workerId;
        this.clock = clock;
        this.buffer = new EventBuffer(settings.buffer());
        DefaultRedisScript<Long> script = new DefaultRedisScript<>();
        script.setLocation(new ClassPathResource("append-events.lua", RedisProgressPublisher.class));
        script.setResultType(Long.class);
        this.append = script;
    }

    @Override
    public void publish(ProgressEvent event, UUID userId) {
        buffer.add(new EventBuffer.Pending(event, userId));
    }

    @Override
    public void progress(Job job, Stage stage, double fraction, String message) {
        double percent = Math.round(stage.percentAt(fraction) * 10) / 10.0;
        Instant now = clock.instant();
        Optional<EtaEstimator.Eta> eta = estimator.estimate(job.sessionId(), job.run(), percent, now);
        publish(
                new ProgressEvent.Progress(
                        job.sessionId(),
                        SessionStatus.PROCESSING,
                        stage,
                        percent,
                        message,
                        Math.round(job.sizeBytes() * stage.percentAt(fraction) / 100),
                        job.sizeBytes(),
                        null,
                        eta.map(EtaEstimator.Eta::seconds).orElse(null),
                        eta.map(EtaEstimator.Eta::confidence).orElse(null),
                        workerId,
                        now),
                job.userId());
    }

    /** Events that wait for Redis. */
    int held() {
        return buffer.size();
    }

    @Override
    public void start() {
        stopping = false;
        Thread sender = new Thread(this::send, "progress-publisher");
        sender.setDaemon(true);
        sender.start();
        thread = sender;
    }

    /** Hands over what is left, for at most the grace time. */
    @Override
    public void stop() {
        Thread sender = thread;
        if (sender == null) {
            return;
        }
        stopping = true;
        try {
            sender.join(settings.stopGrace().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
        thread = null;
        if (buffer.size() > 0) {
            log.warn("Redis is away: {} progress events were not delivered before the stop", buffer.size());
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Stops before the connection factory (phase 0) and after the consumers that publish. */
    @Override
    public int getPhase() {
        return 100;
    }

    private void send() {
        try {
            while (!stopping || buffer.size() > 0) {
                List<EventBuffer.Pending> oldest = buffer.peek(batch, stopping ? 1 : IDLE_MILLIS);
                if (!oldest.isEmpty()) {
                    send(oldest);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<EventBuffer.Pending> oldest) throws InterruptedException {
        try {
            append(oldest);
            delivered(oldest);
            if (away) {
                away = false;
                log.info("Redis is back: {} held events follow, {} were given up", buffer.size(), buffer.takeDropped());
            }
        } catch (RuntimeException e) {
            unsure = Math.max(unsure, oldest.size());
            if (!isRefused(e)) {
                sayAway(e);
                TimeUnit.MILLISECONDS.sleep(settings.retryDelay().toMillis());
            } else if (oldest.size() > 1) {
                batch = 1;
            } else {
                ProgressEvent event = oldest.get(0).event();
                log.error(
                        "session {}: Redis refuses the {} event, which is given up; the next ones follow",
                        event.sessionId(),
                        event.eventName(),
                        e);
                delivered(oldest);
            }
        }
    }

    private void delivered(List<EventBuffer.Pending> events) {
        buffer.remove(events);
        unsure = Math.max(0, unsure - events.size());
        if (unsure == 0) {
            batch = MOST_AT_ONCE;
        }
    }

    private void sayAway(RuntimeException cause) {
        if (!away) {
            away = true;
            log.warn(
                    "Redis is away: the work goes on, up to {} events are held until it is back",
                    settings.buffer(),
                    cause);
        }
    }

    /** Whether Redis answered and will give the same answer next time. */
    private static boolean isRefused(RuntimeException failure) {
        return failure.getCause() instanceof RedisCommandExecutionException answer
                && PASSING.stream().noneMatch(String.valueOf(answer.getMessage())::contains);
    }

    private void append(List<EventBuffer.Pending> events) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(
                unsure > 0 ? "1" : "0",
                Integer.toString(settings.maxEvents()),
                Long.toString(settings.keep().toSeconds()),
                Integer.toString(settings.maxSessions())));
        for (EventBuffer.Pending pending : events) {
            ProgressEvent event = pending.event();
            UUID session = event.sessionId();
            UUID user = pending.userId();
            keys.addAll(List.of(
                    ProgressKeys.events(session),
                    ProgressKeys.snapshot(session),
                    ProgressKeys.owner(session),
                    ProgressKeys.userEvents(user),
                    ProgressKeys.userSessions(user)));
            arguments.addAll(List.of(
                    event.eventName(),
                    Json.text(event),
                    ProgressKeys.channel(session),
                    ProgressKeys.userChannel(user),
                    kind(event),
                    session.toString(),
                    user.toString()));
        }
        redis.execute(append, keys, arguments.toArray());
    }

    private static String kind(ProgressEvent event) {
        if (event.isTerminal()) {
            return "terminal";
        }
        boolean opensRun = event instanceof ProgressEvent.Queued
                || event instanceof ProgressEvent.StageChanged
                || (event instanceof ProgressEvent.Progress progress && waits(progress.status()));
        if (opensRun) {
            return "opening";
        }
        return event instanceof ProgressEvent.Progress ? "state" : "detail";
    }

    private static boolean waits(SessionStatus status) {
        return status == SessionStatus.QUEUED || status == SessionStatus.UPLOADING;
    }
}
