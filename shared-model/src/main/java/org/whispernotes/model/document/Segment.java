package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence or less, fit for a subtitle.
 *
 * @param id from 0 in time order; todos cite it. While a recording is being heard ids are not final: order by time
 * @param start seconds in the recording
 * @param end seconds in the recording
 * @param speaker id of the speaker; null when not told apart
 * @param language ISO 639-1 code
 * @param confidence 0..1
 * @param words in time order; empty when the engine does not time words
 * @param flags reasons to doubt the text, see {@link SegmentFlag}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Segment(
        int id,
        double start,
        double end,
        String text,
        @Nullable String speaker,
        @Nullable String language,
        @Nullable Double confidence,
        List<Word> words,
        List<SegmentFlag> flags) {

    public Segment {
        words = List.copyOf(words);
        flags = List.copyOf(flags);
    }
}
