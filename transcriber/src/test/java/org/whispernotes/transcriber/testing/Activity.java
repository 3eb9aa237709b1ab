package org.whispernotes.transcriber.testing;

import java.time.Duration;
import org.whispernotes.transcriber.activity.ActivitySettings;

/** The settings for finding speech, as shipped. */
public final class Activity {

    /** What a recogniser hears at once, as shipped. */
    public static final Duration WINDOW = Duration.ofSeconds(29);

    private Activity() {}

    public static ActivitySettings settings() {
        return settings(Duration.ofSeconds(15));
    }

    public static ActivitySettings settings(Duration firstChunk) {
        return new ActivitySettings(
                0.5,
                Duration.ofMillis(250),
                Duration.ofMillis(400),
                Duration.ofMillis(200),
                Duration.ofSeconds(28),
                firstChunk,
                Duration.ofSeconds(120));
    }
}
