package org.whispernotes.api.deadletter;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.dead-letters.*}.
 *
 * @param replayRate messages a second that a replay of many sends at most, unless the request says otherwise
 * @param maxSelection dead letters that one request may replay or discard
 */
@Validated
@ConfigurationProperties("notes.dead-letters")
public record DeadLetterSettings(
        @Min(1) @Max(1000) @DefaultValue("20") int replayRate,
        @Min(1) @Max(10_000) @DefaultValue("1000") int maxSelection) {}
