package org.whispernotes.transcriber.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.transcriber.audio.AudioWriter;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.EngineDescription;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.RecogniserLoader;
import org.whispernotes.transcriber.recognise.RecogniserSettings;
import org.whispernotes.transcriber.recognise.Recognisers;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.WindowResult;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.MemoryStore;
import org.whispernotes.transcriber.testing.Watched;

/** What a chunk's step makes of an engine that leaves things out, and who is asked next. */
class ChunkStepTest {

    private static final ChunkSettings SETTINGS =
            new ChunkSettings(Duration.ofSeconds(29), Duration.ofSeconds(2), true, Duration.ofSeconds(2), 160);

    private final Documents documents = new Documents(new MemoryStore());
    private final UUID session = UUID.randomUUID();
    private final List<ProgressEvent> shown = new ArrayList<>();
    private final List<Span> heard = new ArrayList<>();
    private boolean mumbles;

    private final ChunkStep step = new ChunkStep(
            documents,
            new Recognisers(List.of(new LeavesOutTheSecondHalf()), new RecogniserSettings("auto", 1, 1)),
            new ModelFiles(LocalModels.settings(), ModelCatalogue.load()),
            SETTINGS);

    @BeforeEach
    void aMinuteOfAudio() {
        AudioWriter audio = new AudioWriter(documents.store(), session, 1);
        float[] minute = new float[60 * 16_000];
        audio.accept(minute, null, minute.length);
    }

    @Test
    void what_the_engine_left_out_is_heard_once_more() throws Exception {
        plan(5, 5);

        step.run(message(0), new Watched(session, shown));

        assertThat(heard).containsExactly(new Span(0, 10), new Span(5, 10));
        assertThat(result(0).segments()).extracting(Segment::start).containsExactly(0.0, 5.0);
        assertThat(shown.stream().filter(ProgressEvent.SegmentReady.class::isInstance))
                .hasSize(2);
    }

    @Test
    void a_gap_is_not_filled_with_doubtful_text() throws Exception {
        plan(5, 5);
        mumbles = true;

        step.run(message(0), new Watched(session, shown));

        assertThat(heard).hasSize(2);
        assertThat(result(0).segments()).hasSize(1);
    }

    @Test
    void a_finished_chunk_brings_in_the_one_that_is_in_flight_later() {
        plan(5, 2);
        finish(0);

        assertThat(step.next(message(0))).containsExactly(message(2));
    }

    @Test
    void one_that_was_published_already_is_not_brought_in_again() {
        plan(5, 4);
        finish(0);

        assertThat(step.next(message(0))).isEmpty();
        finish(2);
        assertThat(step.next(message(2))).containsExactly(message(4));
    }

    @Test
    void while_the_plan_grows_nothing_is_brought_in() {
        finish(0);

        assertThat(step.next(message(0))).isEmpty();
    }

    @Test
    void whoever_finishes_the_last_one_asks_for_the_transcript() {
        UUID user = message(0).userId();
        plan(3, 2);
        finish(2);
        finish(0);
        assertThat(step.next(message(0))).isEmpty();

        finish(1);

        assertThat(step.next(message(1))).containsExactly(new TranscriptAssemble(session, user, 1));
    }

    private void plan(int chunks, int published) {
        List<Plan.Chunk> planned = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            planned.add(new Plan.Chunk(i, 10 * i, 10 * i + 10, List.of(new Span(10 * i, 10 * i + 10))));
        }
        documents.write(ObjectKeys.plan(session, 1), new Plan(60, 1, 10 * chunks, planned, 2, published, 0, 0, "w"));
    }

    private void finish(int index) {
        documents.write(
                ObjectKeys.chunk(session, 1, index),
                new ChunkResult(index, List.of(), null, null, new Engine("e", "1", "m", "q"), 0, "w"));
    }

    private ChunkReady message(int index) {
        return new ChunkReady(session, new UUID(0, 1), 1, index);
    }

    private ChunkResult result(int index) {
        return documents.read(ObjectKeys.chunk(session, 1, index), ChunkResult.class);
    }

    /** Says something about the first half of what is longer than 6 seconds, and about all of what is shorter. */
    private final class LeavesOutTheSecondHalf implements RecogniserLoader, Recogniser {

        @Override
        public String engine() {
            return "scripted";
        }

        @Override
        public boolean canLoad(String model) {
            return true;
        }

        @Override
        public Recogniser load(String model) {
            return this;
        }

        @Override
        public EngineDescription description() {
            return new EngineDescription("scripted", "1", "base", "none", false);
        }

        @Override
        public List<WindowResult> recognise(
                List<SpeechWindow> windows, RecognitionOptions options, RecognitionListener listener) {
            List<WindowResult> results = new ArrayList<>();
            for (SpeechWindow window : windows) {
                heard.add(new Span(window.start(), window.end()));
                boolean isLong = window.duration() > 6;
                double end = isLong ? window.start() + window.duration() / 2 : window.end();
                double sure = mumbles && !isLong ? -2 : -0.1;
                WindowResult result = new WindowResult(
                        List.of(new RecognisedSegment(window.start(), end, "Something.", List.of(), sure, 1, 0)),
                        "en",
                        1,
                        0);
                listener.onWindow(results.size(), result);
                results.add(result);
            }
            return results;
        }

        @Override
        public void close() {
            heard.clear();
        }
    }
}
