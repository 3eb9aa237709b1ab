package org.whispernotes.model.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Segment;

/**
 * {@code work/{sessionId}/{run}/chunks/NNNN.json}: what was heard in one chunk.
 *
 * @param segments times in the recording; ids count within the chunk
 * @param language of most of the chunk's speech; null when nothing was heard
 * @param recogniseSeconds time that recognition took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChunkResult(
        int index,
        List<Segment> segments,
        @Nullable String language,
        @JsonProperty("language_probability") @Nullable Double languageProbability,
        Engine engine,
        @JsonProperty("recognise_seconds") double recogniseSeconds,
        @JsonProperty("worker_id") String workerId) {

    public ChunkResult {
        segments = List.copyOf(segments);
    }
}
