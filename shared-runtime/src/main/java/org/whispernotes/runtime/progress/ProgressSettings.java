package org.whispernotes.runtime.progress;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.progress.*}.
 *
 * @param maxEvents kept for replay, per session and per user; older ones are dropped (about)
 * @param maxSessions known per user; the longest silent ones are forgotten
 * @param keep how long after the last event
 * @param buffer events held in this process while Redis is away; when it is full, superseded percentages go first
 * @param retryDelay between two tries while Redis is away
 * @param stopGrace how long a stopping process may take to hand over what it still holds
 */
@Validated
@ConfigurationProperties("notes.progress")
public record ProgressSettings(
        @Min(100) @DefaultValue("20000") int maxEvents,
        @Min(1) @DefaultValue("1000") int maxSessions,
        @DefaultValue("24h") Duration keep,
        @Min(100) @DefaultValue("10000") int buffer,
        @DefaultValue("500ms") Duration retryDelay,
        @DefaultValue("3s") Duration stopGrace) {}
