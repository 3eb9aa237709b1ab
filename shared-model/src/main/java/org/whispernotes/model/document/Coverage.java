package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How much of the speech has text.
 *
 * @param speechSeconds what voice activity heard
 * @param transcribedSeconds how much of that lies under a segment
 * @param gaps stretches of speech without text
 */
public record Coverage(
        @JsonProperty("speech_seconds") double speechSeconds,
        @JsonProperty("transcribed_seconds") double transcribedSeconds,
        List<Gap> gaps) {

    public Coverage {
        gaps = List.copyOf(gaps);
    }
}
