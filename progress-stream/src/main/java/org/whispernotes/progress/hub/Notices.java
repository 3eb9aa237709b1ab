package org.whispernotes.progress.hub;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.whispernotes.progress.ProgressStreamSettings;

/** The signs of life and what they say. Times to come back are spread, so that not everybody does at once. */
record Notices(ProgressStreamSettings settings, Clock clock) {

    private static final String AWAY = "Live progress is interrupted and resumes by itself. The work goes on.";
    private static final String TOO_SLOW = "This connection is too slow to keep up. Reconnect; nothing is lost.";
    private static final String STOPPING = "The server is stopping. Reconnect; nothing is lost.";
    private static final long LEAST_DELAY_MILLIS = 500;
    private static final long SLOW_SPREAD_MILLIS = 1_000;

    FeedItem.Notice live() {
        return new FeedItem.Notice(clock.instant(), true, null, null);
    }

    FeedItem.Notice away() {
        return new FeedItem.Notice(clock.instant(), false, AWAY, null);
    }

    FeedItem.Notice tooSlow() {
        return new FeedItem.Notice(
                clock.instant(), true, TOO_SLOW, settings.retry().plusMillis(upTo(SLOW_SPREAD_MILLIS)));
    }

    FeedItem.Notice stopping() {
        long delay = LEAST_DELAY_MILLIS + upTo(settings.drainJitter().toMillis());
        return new FeedItem.Notice(clock.instant(), true, STOPPING, Duration.ofMillis(delay));
    }

    private static long upTo(long millis) {
        return ThreadLocalRandom.current().nextLong(Math.max(1, millis));
    }
}
