package org.whispernotes.api.live;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.live.*}.
 *
 * @param look how often sessions that somebody waits for are looked at when nothing is announced, as while Redis is away
 * @param pause least time between two looks at the same
 * @param maxSockets open WebSockets of this process; more are refused
 * @param socketIdle a WebSocket from which nothing comes for so long, not even a pong, is closed
 * @param allowedOrigins other pages that may open WebSockets
 */
@Validated
@ConfigurationProperties("notes.live")
public record LiveSettings(
        @DefaultValue("1s") Duration look,
        @DefaultValue("100ms") Duration pause,
        @Min(1) @DefaultValue("1000") int maxSockets,
        @DefaultValue("90s") Duration socketIdle,
        @DefaultValue List<String> allowedOrigins) {

    public LiveSettings {
        if (look.isNegative() || look.isZero() || pause.isNegative() || socketIdle.toMillis() < 3) {
            throw new IllegalArgumentException("notes.live.look, .pause and .socket-idle must be times above zero");
        }
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
