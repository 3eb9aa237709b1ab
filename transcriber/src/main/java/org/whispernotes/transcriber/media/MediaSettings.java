package org.whispernotes.transcriber.media;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code notes.transcriber.media.*}.
 *
 * @param maxDuration longest recording that is accepted
 */
@ConfigurationProperties("notes.transcriber.media")
public record MediaSettings(@DefaultValue("24h") Duration maxDuration) {

    public MediaSettings {
        if (maxDuration.isNegative() || maxDuration.isZero()) {
            throw new IllegalArgumentException("notes.transcriber.media.max-duration must be more than zero");
        }
    }
}
