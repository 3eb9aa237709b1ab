package org.whispernotes.runtime.progress;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.progress.*}.
 *
 * @param maxEvents kept for replay, per session; older ones are dropped (about)
 * @param keep how long after the last event
 */
@Validated
@ConfigurationProperties("notes.progress")
public record ProgressSettings(
        @Min(100) @DefaultValue("20000") int maxEvents,
        @DefaultValue("24h") Duration keep) {}
