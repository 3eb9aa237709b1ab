package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A word as WhisperX users know it.
 *
 * @param word as written, punctuation attached
 * @param start seconds in the recording
 * @param end seconds in the recording
 * @param score 0..1
 * @param speaker id of the speaker; null when not told apart
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Word(
        String word,
        double start,
        double end,
        @Nullable Double score,
        @Nullable String speaker) {}
