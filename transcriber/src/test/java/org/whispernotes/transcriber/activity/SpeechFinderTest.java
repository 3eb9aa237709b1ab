package org.whispernotes.transcriber.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.work.Plan.Chunk;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.testing.Activity;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Samples;

class SpeechFinderTest {

    private static final int RATE = 16_000;
    private static final String MODEL = "silero_vad_16k_sequence.onnx";
    private static final ActivitySettings SETTINGS = settings(15);

    private static SpeechModel model;

    @BeforeAll
    static void load() {
        ModelFiles files = LocalModels.require("silero-vad", MODEL);
        model = new SpeechModel(files.require("silero-vad", MODEL), 1);
    }

    @AfterAll
    static void release() {
        if (model != null) {
            model.close();
        }
    }

    private static ActivitySettings settings(int firstChunkSeconds) {
        return Activity.settings(Duration.ofSeconds(firstChunkSeconds));
    }

    private static List<Chunk> find(ActivitySettings settings, float[] audio) {
        List<Chunk> found = new ArrayList<>();
        SpeechFinder finder = new SpeechFinder(model, settings, Activity.WINDOW, found::add);
        finder.accept(audio, audio.length);
        finder.finish();
        return found;
    }

    @Test
    void speech_is_found_where_it_is_and_silence_is_not() {
        float[] speech = Samples.samples("speech.flac");
        float[] audio = new float[10 * RATE + speech.length];
        System.arraycopy(speech, 0, audio, 5 * RATE, speech.length);

        List<Span> spans = spans(find(SETTINGS, audio));

        assertThat(spans.get(0).start()).isCloseTo(5.0, within(0.4));
        assertThat(spans.get(spans.size() - 1).end()).isCloseTo(5 + Samples.SECONDS, within(0.5));
        assertThat(spans).isSortedAccordingTo((a, b) -> Double.compare(a.start(), b.start()));
    }

    @Test
    void silence_and_noise_hold_no_speech() {
        Random random = new Random(1);
        float[] audio = new float[60 * RATE];
        for (int i = 20 * RATE; i < audio.length; i++) {
            audio[i] = (float) (random.nextGaussian() * 0.05);
        }

        assertThat(find(SETTINGS, audio)).isEmpty();
    }

    @Test
    void the_result_does_not_depend_on_how_the_audio_arrives() {
        float[] audio = repeated(Samples.samples("speech.flac"), 12, 0.7);
        List<Chunk> inPieces = new ArrayList<>();
        SpeechFinder finder = new SpeechFinder(model, SETTINGS, Activity.WINDOW, inPieces::add);
        float[] piece = new float[701];
        for (int at = 0; at < audio.length; at += piece.length) {
            int count = Math.min(piece.length, audio.length - at);
            System.arraycopy(audio, at, piece, 0, count);
            finder.accept(piece, count);
        }
        finder.finish();

        assertThat(inPieces).isEqualTo(find(SETTINGS, audio));
        assertThat(finder.speechSeconds())
                .isCloseTo(spans(inPieces).stream().mapToDouble(Span::duration).sum(), within(1e-6));
    }

    @Test
    void a_monologue_without_aPause_is_cut_to_what_aRecogniser_hears_at_once() {
        List<Span> spans = spans(find(SETTINGS, repeated(Samples.samples("speech.flac"), 30, 0)));

        assertThat(spans)
                .hasSizeGreaterThan(3)
                .allSatisfy(s -> assertThat(s.duration()).isLessThanOrEqualTo(28.0));
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).start())
                    .isGreaterThanOrEqualTo(spans.get(i - 1).end());
        }
    }

    @Test
    void chunks_grow_from_aShort_first_one() {
        List<Chunk> chunks = find(settings(10), repeated(Samples.samples("speech.flac"), 60, 1.5));

        assertThat(chunks)
                .extracting(Chunk::index)
                .isEqualTo(IntStream.range(0, chunks.size()).boxed().toList());
        assertThat(chunks.get(0).end() - chunks.get(0).start()).isLessThanOrEqualTo(11.0);
        assertThat(chunks.get(1).end() - chunks.get(1).start()).isBetween(10.0, 22.0);
        // Of the pauses of 1.5 s one second counts.
        assertThat(chunks).allSatisfy(c -> assertThat(c.end() - c.start()).isBetween(4.0, 135.0));
    }

    private static List<Span> spans(List<Chunk> chunks) {
        return chunks.stream().flatMap(c -> c.speech().stream()).toList();
    }

    private static float[] repeated(float[] speech, int times, double pause) {
        int step = speech.length + (int) (pause * RATE);
        float[] audio = new float[times * step];
        for (int i = 0; i < times; i++) {
            System.arraycopy(speech, 0, audio, i * step, speech.length);
        }
        return audio;
    }
}
