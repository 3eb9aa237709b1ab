package org.whispernotes.todos.talk;

import java.io.InputStream;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.runtime.Json;

/**
 * Reads {@code transcript.json} as a stream and keeps no words: most of the document is word times, which nothing here
 * needs, so a ten-hour talk costs a few megabytes.
 */
public final class TranscriptReader {

    private TranscriptReader() {}

    /**
     * Reads a transcript.
     *
     * @param transcript read to its end, not closed
     * @param recordedOn the day of the recording
     * @throws tools.jackson.core.JacksonException when it is not a transcript
     */
    public static Talk read(InputStream transcript, LocalDate recordedOn) {
        Lean lean = Json.mapper().readValue(transcript, Lean.class);
        List<Speaker> known = lean.speakers == null ? List.of() : lean.speakers;
        Map<String, String> labels =
                known.stream().collect(Collectors.toMap(Speaker::id, Speaker::label, (first, second) -> first));
        List<LeanSegment> segments = lean.segments == null ? List.of() : lean.segments;
        List<Line> lines = segments.stream()
                .filter(segment -> segment.text != null && !segment.text.isBlank())
                .sorted(Comparator.comparingDouble(LeanSegment::start))
                .map(segment -> segment.line(labels))
                .toList();
        return new Talk(lean.language, lean.duration, recordedOn, lines);
    }

    private record Lean(
            @Nullable String language,
            double duration,
            @Nullable List<LeanSegment> segments,
            @Nullable List<Speaker> speakers) {}

    private record LeanSegment(
            int id,
            double start,
            double end,
            @Nullable String text,
            @Nullable String speaker) {

        Line line(Map<String, String> labels) {
            String label = speaker == null ? null : labels.getOrDefault(speaker, speaker);
            return new Line(id, start, end, label, text == null ? "" : text);
        }
    }
}
