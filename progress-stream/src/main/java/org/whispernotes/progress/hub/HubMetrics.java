package org.whispernotes.progress.hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code notes.progress.*} as seen by the hub. */
final class HubMetrics {

    /** Announcements from Redis. */
    final Counter received;
    /** The same, times those who follow. */
    final Counter delivered;
    /** Followers that were too slow. */
    final Counter dropped;
    /** Reads of the log for one follower. */
    final Counter replays;

    private final MeterRegistry registry;

    HubMetrics(MeterRegistry registry) {
        this.registry = registry;
        received = Counter.builder("notes.progress.events.received").register(registry);
        delivered = Counter.builder("notes.progress.events.delivered").register(registry);
        dropped = Counter.builder("notes.progress.followers.dropped").register(registry);
        replays = Counter.builder("notes.progress.replays").register(registry);
    }

    void observe(Supplier<Number> followers, Supplier<Number> channels, BooleanSupplier live) {
        Gauge.builder("notes.progress.followers", followers).register(registry);
        Gauge.builder("notes.progress.channels", channels).register(registry);
        Gauge.builder("notes.progress.live", () -> live.getAsBoolean() ? 1 : 0)
                .description("1 while announcements arrive from Redis")
                .register(registry);
    }
}
