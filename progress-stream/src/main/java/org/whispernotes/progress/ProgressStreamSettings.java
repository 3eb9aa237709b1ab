package org.whispernotes.progress;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.progress-stream.*}.
 *
 * @param retry after which a client that lost its connection comes back
 * @param pingInterval between two signs of life
 * @param buffer items that one follower may lag behind before it is dropped
 * @param page log entries read at once
 * @param maxStates sessions of a user whose state is told at once, the latest ones
 * @param maxConnections open streams of this process
 * @param maxPerUser open streams of a signed-in user
 * @param maxPerAddress open streams of an address; loopback is not counted (that is a proxy or this machine)
 * @param drainJitter a stopping process sends its clients elsewhere, spread over this time
 * @param keepTold how long it is remembered that a client was told the end once more
 * @param tokenSecret shared secret of signed tokens (HMAC), 32 characters or more; without it tokens are refused
 * @param localUser whose sessions are shown to who sends no token
 * @param tokenRequired refuse who sends no token
 * @param allowedOrigins other pages than our own that may open WebSockets, as {@code https://host:port}
 * @param socketIdle a WebSocket from which nothing comes for so long, not even a pong, is closed
 * @param tasksPerSocket sessions that one WebSocket may follow
 */
@Validated
@ConfigurationProperties("notes.progress-stream")
public record ProgressStreamSettings(
        @DefaultValue("2s") Duration retry,
        @DefaultValue("15s") Duration pingInterval,
        @Min(16) @Max(65536) @DefaultValue("256") int buffer,
        @Min(10) @Max(5000) @DefaultValue("500") int page,
        @Min(1) @Max(1000) @DefaultValue("100") int maxStates,
        @Min(1) @DefaultValue("50000") int maxConnections,
        @Min(1) @DefaultValue("1000") int maxPerUser,
        @Min(1) @DefaultValue("1000") int maxPerAddress,
        @DefaultValue("5s") Duration drainJitter,
        @DefaultValue("1h") Duration keepTold,
        @Nullable String tokenSecret,

        @NotNull @DefaultValue("00000000-0000-0000-0000-000000000001")
        UUID localUser,

        @DefaultValue("false") boolean tokenRequired,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("90s") Duration socketIdle,
        @Min(1) @Max(1000) @DefaultValue("100") int tasksPerSocket) {

    public ProgressStreamSettings {
        if (tokenSecret != null && tokenSecret.isBlank()) {
            tokenSecret = null;
        }
        if (tokenSecret != null && tokenSecret.length() < 32) {
            throw new IllegalArgumentException(
                    "notes.progress-stream.token-secret must have 32 characters or more: 'openssl rand -hex 32' makes one");
        }
        if (tokenRequired && tokenSecret == null) {
            throw new IllegalArgumentException(
                    "notes.progress-stream.token-required needs notes.progress-stream.token-secret");
        }
    }
}
