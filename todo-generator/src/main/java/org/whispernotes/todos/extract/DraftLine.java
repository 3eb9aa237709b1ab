package org.whispernotes.todos.extract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence that an engine wrote or quoted, not yet checked.
 *
 * @param segmentIds where it says this was said
 * @param confidence 0..1; null when the engine has no opinion
 */
public record DraftLine(
        String text,
        @JsonProperty("segment_ids") List<Integer> segmentIds,
        @Nullable Double confidence) {

    public DraftLine {
        segmentIds = List.copyOf(segmentIds);
    }
}
