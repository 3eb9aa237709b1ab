package org.whispernotes.model.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a stage learned about the recording; null where it learned nothing.
 *
 * @param durationSeconds length of the recording
 * @param language ISO 639-1 code of most of the speech
 * @param confidence mean word confidence, 0..1
 * @param processingMs time that workers spent on the run so far
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingFacts(
        @Nullable Double durationSeconds,
        @Nullable String language,
        @Nullable Double confidence,
        @Nullable Long processingMs) {}
