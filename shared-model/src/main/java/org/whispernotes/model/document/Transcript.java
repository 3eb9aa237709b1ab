package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code transcript.json}.
 *
 * @param version of this shape
 * @param run which run of the session wrote it
 * @param language ISO 639-1 code of most of the speech; null when nothing was said
 * @param languageProbability 0..1
 * @param duration of the recording, seconds
 * @param text all segments, one blank between them
 * @param confidence mean over words, 0..1; null when there are none
 * @param warnings problem codes of what could not be done, for example {@code speakers-failed}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Transcript(
        String version,
        @JsonProperty("session_id") UUID sessionId,
        int run,
        @Nullable String language,
        @JsonProperty("language_probability") @Nullable Double languageProbability,
        double duration,
        String text,
        @Nullable Double confidence,
        List<Segment> segments,
        List<Speaker> speakers,
        Coverage coverage,
        Engine engine,
        Processing processing,
        List<String> warnings) {

    public static final String VERSION = "1.0";

    public Transcript {
        segments = List.copyOf(segments);
        speakers = List.copyOf(speakers);
        warnings = List.copyOf(warnings);
    }
}
