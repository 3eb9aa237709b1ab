package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** {@code summary.json}. */
public record Summary(
        @JsonProperty("generated_at") Instant generatedAt,
        @JsonProperty("session_id") UUID sessionId,
        String version,
        int run,
        List<CitedLine> overview,
        List<Chapter> chapters,
        List<CitedLine> decisions,
        @JsonProperty("open_questions") List<CitedLine> openQuestions,
        String engine,
        String model) {

    public static final String VERSION = "1.0";

    public Summary {
        overview = List.copyOf(overview);
        chapters = List.copyOf(chapters);
        decisions = List.copyOf(decisions);
        openQuestions = List.copyOf(openQuestions);
    }

    /**
     * A line and where it was said.
     *
     * @param timestamp {@code HH:MM:SS} of the first citation
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CitedLine(
            String text,
            String timestamp,
            @JsonProperty("segment_ids") List<Integer> segmentIds) {

        public CitedLine {
            segmentIds = List.copyOf(segmentIds);
        }
    }

    /** A stretch of the recording about one thing; times in seconds. */
    public record Chapter(
            String title,
            double start,
            double end,
            List<CitedLine> lines,
            @JsonProperty("segment_ids") List<Integer> segmentIds) {

        public Chapter {
            lines = List.copyOf(lines);
            segmentIds = List.copyOf(segmentIds);
        }
    }
}
