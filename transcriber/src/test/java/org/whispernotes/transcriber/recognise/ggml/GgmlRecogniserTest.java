package org.whispernotes.transcriber.recognise.ggml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.model.GgmlModels;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.RecogniserSettings;
import org.whispernotes.transcriber.recognise.RecognitionCancelledException;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.UnknownLanguageException;
import org.whispernotes.transcriber.recognise.WindowResult;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Samples;

class GgmlRecogniserTest {

    private static Recogniser recogniser;
    private static float[] speech;

    @BeforeAll
    static void load() {
        ModelFiles files = LocalModels.require("base", "ct2/model.bin");
        recogniser = new GgmlLoader(new GgmlModels(files), new RecogniserSettings("ggml", 1, 1)).load("base");
        speech = Samples.samples("speech.flac");
    }

    @AfterAll
    static void release() {
        if (recogniser != null) {
            recogniser.close();
        }
    }

    @Test
    void the_sample_is_understood_in_its_language() {
        WindowResult result = recognise(RecognitionOptions.defaults()).get(0);

        assertThat(plain(text(result))).isEqualTo(plain(Samples.TEXT));
        assertThat(result.language()).isEqualTo("en");
        assertThat(result.languageProbability()).isBetween(0.5, 1.0);
        assertThat(result.segments()).allSatisfy(s -> {
            assertThat(s.averageLogProbability()).isBetween(-1.0, 0.0);
            assertThat(s.compressionRatio()).isBetween(0.3, 2.4);
        });
    }

    @Test
    void times_are_the_recordings_not_the_windows() {
        List<RecognisedSegment> segments = recogniser
                .recognise(
                        List.of(new SpeechWindow(100, speech)), RecognitionOptions.defaults(), RecognitionListener.NONE)
                .get(0)
                .segments();

        assertThat(segments.get(0).start()).isCloseTo(100, within(1.0));
        assertThat(segments.get(segments.size() - 1).end()).isLessThanOrEqualTo(100 + speech.length / 16_000.0);
    }

    @Test
    void every_window_is_told_as_soon_as_it_is_done() {
        List<Integer> told = new ArrayList<>();
        List<SpeechWindow> windows = List.of(new SpeechWindow(0, speech), new SpeechWindow(10, speech));

        List<WindowResult> results =
                recogniser.recognise(windows, RecognitionOptions.defaults(), new RecognitionListener() {
                    @Override
                    public void onWindow(int index, WindowResult result) {
                        told.add(index);
                    }
                });

        assertThat(told).containsExactly(0, 1);
        assertThat(text(results.get(0))).isEqualTo(text(results.get(1)));
    }

    @Test
    void a_cancelled_recognition_stops_in_the_middle_of_aWindow() {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> recogniser.recognise(
                        List.of(new SpeechWindow(0, speech)), RecognitionOptions.defaults(), new RecognitionListener() {
                            @Override
                            public boolean isCancelled() {
                                return asked.incrementAndGet() > 3;
                            }
                        }))
                .isInstanceOf(RecognitionCancelledException.class);
        assertThat(text(recognise(RecognitionOptions.defaults()).get(0)))
                .as("the next one is not harmed")
                .contains("quarterly report");
    }

    @Test
    void a_language_that_the_model_does_not_know_is_refused() {
        RecognitionOptions klingon =
                new RecognitionOptions("tlh", RecognitionOptions.Task.TRANSCRIBE, null, List.of(), false);

        assertThatThrownBy(() -> recognise(klingon)).isInstanceOf(UnknownLanguageException.class);
    }

    private static List<WindowResult> recognise(RecognitionOptions options) {
        return recogniser.recognise(List.of(new SpeechWindow(0, speech)), options, RecognitionListener.NONE);
    }

    private static String text(WindowResult result) {
        return result.segments().stream().map(RecognisedSegment::text).collect(Collectors.joining(" "));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "");
    }
}
