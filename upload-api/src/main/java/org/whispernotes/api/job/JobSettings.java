package org.whispernotes.api.job;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.jobs.*}.
 *
 * @param maxVideos recordings of one job
 * @param perSocket jobs that one WebSocket may follow at once
 */
@Validated
@ConfigurationProperties("notes.jobs")
public record JobSettings(
        @Min(1) @DefaultValue("200") int maxVideos,
        @Min(1) @DefaultValue("20") int perSocket) {}
