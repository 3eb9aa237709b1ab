package org.whispernotes.runtime.step;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * {@code notes.step.*}.
 *
 * @param timeout for one step (one chunk, one assembly); longer is the system's failure. A plain number is seconds.
 *     Must stay below the broker's
 *     consumer timeout (30 minutes)
 */
@ConfigurationProperties("notes.step")
public record StepSettings(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("20m")
        Duration timeout) {

    public StepSettings {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(29)) > 0) {
            throw new IllegalArgumentException("notes.step.timeout must lie between 1 s and 29 min: the broker takes a"
                    + " message back after 30 min");
        }
    }
}
