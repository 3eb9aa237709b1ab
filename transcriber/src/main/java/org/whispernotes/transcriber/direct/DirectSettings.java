package org.whispernotes.transcriber.direct;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.transcriber.direct.*}: transcribing by one HTTP request.
 *
 * @param enabled whether {@code POST /transcribe/}, {@code GET /health} and {@code GET /config} are there, in a
 *     transcriber that runs by itself
 * @param maxSize of the file
 * @param requests worked on at once; one more is told to come back later
 * @param chunks of one recording recognised at once
 */
@Validated
@ConfigurationProperties("notes.transcriber.direct")
public record DirectSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("20MB") DataSize maxSize,
        @Min(1) @Max(64) @DefaultValue("2") int requests,
        @Min(1) @Max(16) @DefaultValue("3") int chunks) {}
