package org.whispernotes.progress.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** From an event's entry into the log to the moment it is handed to a client's socket; by Redis' clock and ours. */
public final class DeliveryTimer {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
        Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5)
    };

    private final Timer timer;
    private final Clock clock;

    public DeliveryTimer(MeterRegistry registry, Clock clock) {
        this.timer = Timer.builder("notes.progress.delivery")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.clock = clock;
    }

    /** Counts live events only: one that is replayed is late on purpose. */
    public void record(FeedItem item) {
        if (item instanceof FeedItem.Event event && event.live()) {
            timer.record(Math.max(0, clock.millis() - event.entry().id().millis()), TimeUnit.MILLISECONDS);
        }
    }
}
