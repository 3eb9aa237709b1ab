package org.whispernotes.transcriber;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.transcriber.*}.
 *
 * @param chunksInFlight chunks of one recording in the queue at once: more spread it over more workers, fewer leave room
 *     for other recordings
 * @param preload loads the models at the start; else the first recording waits for them
 */
@Validated
@ConfigurationProperties("notes.transcriber")
public record TranscriberSettings(
        @Min(1) @Max(64) @DefaultValue("4") int chunksInFlight,
        @DefaultValue("true") boolean preload) {}
