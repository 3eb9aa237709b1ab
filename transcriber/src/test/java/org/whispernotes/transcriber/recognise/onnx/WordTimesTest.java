package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.align.phone.PhoneAligner;
import org.whispernotes.transcriber.align.phone.PhoneModel;
import org.whispernotes.transcriber.recognise.RecognisedWord;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Spoken;

/** What is heard is compared with when it was spoken. On the real models; skipped on a machine without them. */
class WordTimesTest {

    /** Distances of words that were heard right, seconds. */
    private record Errors(List<Double> starts, List<Double> ends) {

        void add(List<Spoken.Word> spoken, List<RecognisedWord> heard) {
            for (Spoken.Word word : spoken) {
                heard.stream()
                        .filter(candidate -> Spoken.bare(candidate.word()).equals(Spoken.bare(word.text())))
                        .filter(candidate -> Math.abs(candidate.start() - word.start()) < 1)
                        .min((a, b) ->
                                Double.compare(Math.abs(a.start() - word.start()), Math.abs(b.start() - word.start())))
                        .ifPresent(match -> {
                            starts.add(Math.abs(match.start() - word.start()));
                            ends.add(Math.abs(match.end() - word.end()));
                        });
            }
        }

        void requireWithin(double median, double mostOfThem) {
            assertThat(starts).hasSizeGreaterThan(80);
            assertThat(quantile(starts, 0.5)).as("median start error").isLessThan(median);
            assertThat(quantile(ends, 0.5)).as("median end error").isLessThan(median);
            assertThat(quantile(starts, 0.9)).as("90 % start error").isLessThan(mostOfThem);
            assertThat(quantile(ends, 0.9)).as("90 % end error").isLessThan(mostOfThem);
        }
    }

    @Test
    void attentionTimesWordsCloseToWhenTheyWereSpoken() throws IOException {
        errors(null, RecognitionOptions.defaults()).requireWithin(0.05, 0.15);
    }

    @Test
    void soundsTimeWordsWithinAFrameOrTwo() throws IOException {
        errors(PhoneModel.require(), RecognitionOptions.defaults()).requireWithin(0.015, 0.06);
    }

    /** Only its text is not what is heard; here it is, so that this shows that nobody listened. */
    @Test
    void aTranslationIsTimedByAttention() throws IOException {
        RecognitionOptions translating =
                new RecognitionOptions("en", RecognitionOptions.Task.TRANSLATE, null, List.of(), true);

        Errors attention = errors(null, translating);

        assertThat(errors(PhoneModel.require(), translating)).isEqualTo(attention);
    }

    private static Errors errors(@Nullable PhoneAligner aligner, RecognitionOptions options) throws IOException {
        Path model = LocalModels.require("base", "ct2/model.bin").directory("base");
        Errors errors = new Errors(new ArrayList<>(), new ArrayList<>());
        try (OnnxRecogniser recogniser =
                OnnxRecogniser.open("base", model, OnnxSettings.defaults(), aligner, line -> {})) {
            for (String name : List.of(Spoken.MAN, Spoken.WOMAN)) {
                SpeechWindow window = new SpeechWindow(0, Spoken.samples(name));
                List<RecognisedWord> heard =
                        recogniser
                                .recognise(List.of(window), options, RecognitionListener.NONE)
                                .get(0)
                                .segments()
                                .stream()
                                .flatMap(segment -> segment.words().stream())
                                .toList();
                errors.add(Spoken.words(name), heard);
            }
        }
        return errors;
    }

    private static double quantile(List<Double> values, double share) {
        return values.stream().sorted().toList().get((int) (share * (values.size() - 1)));
    }
}
