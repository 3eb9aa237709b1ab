package org.whispernotes.api;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.whispernotes.model.document.Coverage;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Processing;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.work.ChunkResult;

/** Two short sentences, heard in two chunks. */
public final class Transcripts {

    private static final Engine ENGINE = new Engine("onnx", "1", "base", "fp16");
    private static final Segment FIRST = segment(0, 0.5, 1.5, "Good morning.", "Good", "morning.");
    private static final Segment SECOND = segment(1, 2, 3, "Let us begin.", "Let us", "begin.");

    private Transcripts() {}

    public static Transcript twoSentences(UUID session) {
        return new Transcript(
                Transcript.VERSION,
                session,
                1,
                "en",
                0.98,
                4.5,
                "Good morning. Let us begin.",
                0.9,
                List.of(FIRST, SECOND),
                List.of(),
                new Coverage(2, 2, List.of()),
                ENGINE,
                new Processing(1, List.of("w"), Map.of()),
                List.of());
    }

    public static ChunkResult chunk(int index) {
        return new ChunkResult(index, List.of(index == 0 ? FIRST : SECOND), "en", 0.98, ENGINE, 0.1, "w");
    }

    private static Segment segment(int id, double start, double end, String text, String one, String other) {
        double middle = (start + end) / 2;
        return new Segment(
                id,
                start,
                end,
                text,
                null,
                "en",
                0.9,
                List.of(new Word(one, start, middle, 0.9, null), new Word(other, middle, end, 0.9, null)),
                List.of());
    }
}
