package org.whispernotes.transcriber.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.work.Plan.Chunk;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.testing.Activity;

class ChunkPlannerTest {

    private static final ActivitySettings SETTINGS = Activity.settings();

    @Test
    void after_a_short_first_chunk_each_is_a_whole_number_of_full_windows() {
        List<Chunk> chunks = new ArrayList<>();
        ChunkPlanner planner = new ChunkPlanner(SETTINGS, Activity.WINDOW, chunks::add);

        // Six of these, with the pauses between them, are 28.5 s: a seventh would not fit a window.
        for (int i = 0; i < 120; i++) {
            planner.accept(new Span(i * 4.8, i * 4.8 + 4.5));
        }
        planner.finish();

        assertThat(chunks).extracting(chunk -> chunk.speech().size()).startsWith(3, 6, 12, 24, 24);
    }

    @Test
    void a_recogniser_that_hears_less_at_once_gets_chunks_of_smaller_windows() {
        List<Chunk> chunks = new ArrayList<>();
        ChunkPlanner planner = new ChunkPlanner(SETTINGS, Duration.ofSeconds(15), chunks::add);

        // Three of these, with the pauses between them, are 14.1 s: a fourth would not fit a window.
        for (int i = 0; i < 120; i++) {
            planner.accept(new Span(i * 4.8, i * 4.8 + 4.5));
        }
        planner.finish();

        assertThat(chunks).extracting(chunk -> chunk.speech().size() % 3).containsOnly(0);
    }

    @Test
    void where_hardly_anybody_speaks_a_chunk_ends_all_the_same() {
        List<Chunk> chunks = new ArrayList<>();
        ChunkPlanner planner = new ChunkPlanner(SETTINGS, Activity.WINDOW, chunks::add);

        planner.accept(new Span(0, 2));
        planner.accept(new Span(200, 202));
        planner.finish();

        assertThat(chunks).hasSize(2);
    }
}
