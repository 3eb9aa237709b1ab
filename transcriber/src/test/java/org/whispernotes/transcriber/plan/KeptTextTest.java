package org.whispernotes.transcriber.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.document.Coverage;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Processing;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;

class KeptTextTest {

    private static final Engine ENGINE = new Engine("onnx", "1", "base", "int8");

    @Test
    void every_segment_goes_to_one_chunk_also_when_the_chunks_are_cut_elsewhere_now() {
        List<ChunkResult> results = KeptText.spread(
                transcript(segment(0, 0.2), segment(1, 9.9), segment(2, 10), segment(3, 31)),
                List.of(new Plan.Chunk(0, 1, 10, List.of()), new Plan.Chunk(1, 10, 30, List.of())),
                "worker");

        assertThat(results).extracting(ChunkResult::index).containsExactly(0, 1);
        assertThat(results.get(0).segments()).extracting(Segment::start).containsExactly(0.2, 9.9);
        assertThat(results.get(1).segments()).extracting(Segment::start).containsExactly(10.0, 31.0);
        assertThat(results).extracting(ChunkResult::engine).containsOnly(ENGINE);
    }

    @Test
    void speakers_are_forgotten_and_words_stay() {
        Segment kept = KeptText.spread(transcript(segment(0, 1)), List.of(new Plan.Chunk(0, 0, 9, List.of())), "worker")
                .get(0)
                .segments()
                .get(0);

        assertThat(kept.speaker()).isNull();
        assertThat(kept.words()).containsExactly(new Word("one", 1, 1.5, 0.9, null));
    }

    private static Segment segment(int id, double start) {
        return new Segment(
                id,
                start,
                start + 1,
                "one",
                "SPEAKER_00",
                "en",
                0.9,
                List.of(new Word("one", start, start + 0.5, 0.9, "SPEAKER_00")),
                List.of());
    }

    private static Transcript transcript(Segment... segments) {
        return new Transcript(
                Transcript.VERSION,
                UUID.randomUUID(),
                1,
                "en",
                0.9,
                40,
                "",
                0.9,
                List.of(segments),
                List.of(),
                new Coverage(0, 0, List.of()),
                ENGINE,
                new Processing(1, List.of(), Map.of()),
                List.of());
    }
}
