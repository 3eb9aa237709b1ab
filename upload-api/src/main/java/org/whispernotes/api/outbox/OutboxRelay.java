package org.whispernotes.api.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.whispernotes.api.outbox.OutboxEntry.Kind;
import org.whispernotes.api.queue.Backlog;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Carries entries of the outbox out: at once when woken after a commit of this process, and by polling for what other
 * replicas left. Any number of replicas may run. While the database, broker or store is away entries stay where they
 * are.
 */
@Component
public class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private static final long STOP_GRACE_MILLIS = 5_000;

    private final Outbox outbox;
    private final Backlog backlog;
    private final Map<Kind, OutboxEffect> effects = new EnumMap<>(Kind.class);
    private final OutboxSettings settings;
    private final Clock clock;
    /** Holds one wake-up at most: waking twice before the relay looks is the same as waking once. */
    private final BlockingQueue<Boolean> wakeUps = new LinkedBlockingQueue<>(1);

    private volatile boolean running;
    private boolean databaseAway;
    private Thread thread = new Thread();

    OutboxRelay(Outbox outbox, Backlog backlog, List<OutboxEffect> effects, OutboxSettings settings, Clock clock) {
        this.outbox = outbox;
        this.backlog = backlog;
        this.settings = settings;
        this.clock = clock;
        effects.forEach(effect -> this.effects.put(effect.kind(), effect));
    }

    /** There may be something to do: call after a commit. */
    public void wake() {
        wakeUps.offer(true);
    }

    @Override
    public void start() {
        running = true;
        thread = new Thread(this::run, "outbox-relay");
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            thread.join(STOP_GRACE_MILLIS);
            // What it is on stays in the outbox: another relay takes it when the lease has run out.
            thread.interrupt();
            thread.join(STOP_GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                boolean more = round();
                if (databaseAway) {
                    databaseAway = false;
                    log.info("outbox: the database is back, relaying goes on");
                }
                if (!more) {
                    wakeUps.poll(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                if (!databaseAway) {
                    databaseAway = true;
                    log.warn("outbox: the database does not answer, relaying goes on when it is back", e);
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.poll().toMillis());
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether there may be more at once. */
    private boolean round() {
        Duration limit = settings.lease();
        backlog.release().block(limit);
        List<OutboxEntry> due =
                Objects.requireNonNull(outbox.lease().collectList().block(limit));
        Flux.fromIterable(due)
                .flatMap(this::carryOut, settings.parallel())
                .then()
                .block();
        return !due.isEmpty();
    }

    private Mono<Void> carryOut(OutboxEntry entry) {
        OutboxEffect effect = Objects.requireNonNull(effects.get(entry.kind()), entry.kind()::name);
        return Mono.<Void>fromRunnable(() -> effect.apply(entry))
                .subscribeOn(Schedulers.boundedElastic())
                .then(Mono.defer(() -> outbox.done(entry)))
                .onErrorResume(RuntimeException.class, e -> later(entry, e));
    }

    private Mono<Void> later(OutboxEntry entry, RuntimeException cause) {
        long seconds = Math.min(settings.maxDelay().toSeconds(), 1L << Math.min(entry.attempts() - 1, 16));
        log.warn(
                "session {}: {} of run {} failed (attempt {}), again in {} s",
                entry.sessionId(),
                entry.kind(),
                entry.run(),
                entry.attempts(),
                seconds,
                cause);
        return outbox.postpone(entry, clock.instant().plusSeconds(seconds), String.valueOf(cause));
    }
}
