package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;
import org.whispernotes.transcriber.recognise.RecognitionCancelledException;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.UnknownLanguageException;
import org.whispernotes.transcriber.recognise.WindowResult;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Spoken;

/** On the real model; skipped on a machine without it. */
class OnnxRecogniserTest {

    private static final String MAN = Spoken.MAN;
    private static final String WOMAN = Spoken.WOMAN;
    private static final String SPOKEN = "on the corner sells warm rolls and apple cake from";

    private static @Nullable OnnxRecogniser shared;

    @BeforeAll
    static void load() throws IOException {
        shared = open(settings(OnnxSettings.Precision.AUTO, false));
    }

    @AfterAll
    static void unload() {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void textAndLanguageAreRecognised() {
        WindowResult result = recognise(MAN);

        assertThat(text(result)).contains(SPOKEN);
        assertThat(result.language()).isEqualTo("en");
        assertThat(result.languageProbability()).isGreaterThan(0.9);
        assertThat(result.noSpeechProbability()).isLessThan(0.3);
    }

    @Test
    void segmentsAreSentencesInOrder() {
        List<RecognisedSegment> segments = recognise(WOMAN).segments();

        assertThat(segments).hasSizeGreaterThanOrEqualTo(4);
        double reached = 0;
        for (RecognisedSegment segment : segments) {
            assertThat(segment.start()).isGreaterThanOrEqualTo(reached);
            assertThat(segment.end()).isGreaterThan(segment.start());
            reached = segment.end();
        }
    }

    @Test
    void eachWindowHasItsOwnLanguage() {
        SpeechWindow german = new SpeechWindow(0, Spoken.samples("german"));

        List<WindowResult> results = recogniser()
                .recognise(List.of(window(MAN), german), RecognitionOptions.defaults(), RecognitionListener.NONE);

        assertThat(results).extracting(WindowResult::language).containsExactly("en", "de");
        assertThat(text(results.get(1))).containsIgnoringCase("Guten Morgen");
    }

    /** The decoder's first step takes it for Thai. */
    @Test
    void theTextTellsTheLanguageWhereTheSoundDoesNot() {
        SpeechWindow spanish = new SpeechWindow(0, Spoken.samples("spanish"));

        WindowResult result = recogniser()
                .recognise(List.of(spanish), RecognitionOptions.defaults(), RecognitionListener.NONE)
                .get(0);

        assertThat(result.language()).isEqualTo("es");
        assertThat(result.languageProbability()).isLessThan(0.5);
        assertThat(text(result)).contains("a las nueve en la sala grande");
    }

    @Test
    void translationIsEnglish() {
        SpeechWindow german = new SpeechWindow(0, Spoken.samples("german"));
        RecognitionOptions options =
                new RecognitionOptions("de", RecognitionOptions.Task.TRANSLATE, null, List.of(), false);

        WindowResult result = recogniser()
                .recognise(List.of(german), options, RecognitionListener.NONE)
                .get(0);

        assertThat(text(result)).containsIgnoringCase("Good morning");
    }

    @Test
    void hotwordsAndPromptLeaveTheTextWhole() {
        RecognitionOptions options = new RecognitionOptions(
                null,
                RecognitionOptions.Task.TRANSCRIBE,
                "A walk through the town.",
                List.of("apple cake", "Madrid"),
                false);

        WindowResult result = recogniser()
                .recognise(List.of(window(MAN)), options, RecognitionListener.NONE)
                .get(0);

        assertThat(text(result)).contains("apple cake from").contains("Madrid");
    }

    @Test
    void theTextOfAWindowDoesNotDependOnItsCompany() {
        String alone = text(recognise(WOMAN));

        List<WindowResult> together = recogniser()
                .recognise(
                        List.of(window(MAN), window(WOMAN), window(MAN), window(WOMAN), window(WOMAN)),
                        RecognitionOptions.defaults(),
                        RecognitionListener.NONE);

        assertThat(together.get(1)).isEqualTo(together.get(4));
        assertThat(text(together.get(3))).isEqualTo(alone);
    }

    /** Unsure texts are searched for; alone there are other rows beside them than among others. */
    @Test
    void theTextOfAWindowThatIsSearchedDoesNotDependOnItsCompanyEither() {
        SpeechWindow spanish = new SpeechWindow(0, Spoken.samples("spanish"));
        SpeechWindow unsure = unsure();
        RecognitionOptions english =
                new RecognitionOptions("en", RecognitionOptions.Task.TRANSCRIBE, null, List.of(), true);
        List<WindowResult> alone = recogniser().recognise(List.of(unsure), english, RecognitionListener.NONE);

        List<WindowResult> together = recogniser()
                .recognise(
                        List.of(unsure, window(MAN), unsure, spanish, unsure, unsure, unsure, window(WOMAN)),
                        english,
                        RecognitionListener.NONE);

        for (int same : List.of(0, 2, 4, 5, 6)) {
            assertThat(together.get(same)).isEqualTo(alone.get(0));
        }
        assertThat(text(together.get(1))).contains(SPOKEN);
    }

    @Test
    void aSearchHearsMoreThanReadingWordByWord() throws IOException {
        OnnxSettings all = OnnxSettings.defaults();
        SpeechWindow unsure = unsure();
        try (OnnxRecogniser wordByWord = open(new OnnxSettings(
                OnnxSettings.Precision.AUTO,
                2,
                4,
                1,
                false,
                all.maxNewTokens(),
                all.maxPromptTokens(),
                4,
                all.contextPadding(),
                true,
                null))) {
            WindowResult greedy = wordByWord
                    .recognise(List.of(unsure), RecognitionOptions.defaults(), RecognitionListener.NONE)
                    .get(0);
            WindowResult searched = recogniser()
                    .recognise(List.of(unsure), RecognitionOptions.defaults(), RecognitionListener.NONE)
                    .get(0);

            assertThat(logProbability(searched)).isGreaterThan(logProbability(greedy));
        }
    }

    private static double logProbability(WindowResult result) {
        return result.segments().stream()
                .mapToDouble(RecognisedSegment::averageLogProbability)
                .average()
                .orElseThrow();
    }

    /** A man in as much noise as leaves him half understood. */
    private static SpeechWindow unsure() {
        float[] samples = Spoken.samples(MAN);
        Random random = new Random(4);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += 0.1f * (float) random.nextGaussian();
        }
        return new SpeechWindow(0, samples);
    }

    @Test
    void callersAtTheSameTimeGetTheirOwnResults() throws ExecutionException, InterruptedException {
        CompletableFuture<WindowResult> man = CompletableFuture.supplyAsync(() -> recognise(MAN));
        CompletableFuture<WindowResult> woman = CompletableFuture.supplyAsync(() -> recognise(WOMAN));

        assertThat(text(man.get())).contains(SPOKEN);
        assertThat(text(woman.get())).doesNotContain("corner");
    }

    @Test
    void aWindowLongerThanThirtySecondsIsReadAsAWhole() {
        float[] man = Spoken.samples(MAN);
        float[] woman = Spoken.samples(WOMAN);
        float[] both = new float[man.length + woman.length];
        System.arraycopy(man, 0, both, 0, man.length);
        System.arraycopy(woman, 0, both, man.length, woman.length);

        WindowResult result = recogniser()
                .recognise(
                        List.of(new SpeechWindow(100, both)), RecognitionOptions.defaults(), RecognitionListener.NONE)
                .get(0);

        assertThat(words(result)).hasSizeGreaterThan(90);
        assertThat(result.segments().get(0).start()).isBetween(100.0, 101.5);
        List<RecognisedSegment> segments = result.segments();
        assertThat(segments.get(segments.size() - 1).end()).isGreaterThan(100 + both.length / 16_000.0 - 2);
    }

    @Test
    void nothingIsWrittenInSilenceNoiseAndHum() {
        Random random = new Random(2);
        float[] noise = new float[160_000];
        float[] hum = new float[160_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 0.05f * (float) random.nextGaussian();
            hum[i] = 0.2f * (float) (Math.sin(i * 0.0196) + Math.sin(i * 0.0393));
        }
        List<SpeechWindow> windows =
                List.of(new SpeechWindow(0, new float[160_000]), new SpeechWindow(0, noise), new SpeechWindow(0, hum));

        assertThat(recogniser().recognise(windows, RecognitionOptions.defaults(), RecognitionListener.NONE))
                .allSatisfy(result -> assertThat(result.segments()).isEmpty());
    }

    @Test
    void whoeverCancelsGetsNothingAndOthersAreServed() {
        RecognitionListener cancelling = new RecognitionListener() {
            @Override
            public boolean isCancelled() {
                return true;
            }
        };

        assertThatThrownBy(
                        () -> recogniser().recognise(List.of(window(MAN)), RecognitionOptions.defaults(), cancelling))
                .isInstanceOf(RecognitionCancelledException.class);
        assertThat(text(recognise(MAN))).contains(SPOKEN);
    }

    @Test
    void anUnknownLanguageIsRefused() {
        RecognitionOptions options =
                new RecognitionOptions("xx", RecognitionOptions.Task.TRANSCRIBE, null, List.of(), false);

        assertThatThrownBy(() -> recogniser().recognise(List.of(window(MAN)), options, RecognitionListener.NONE))
                .isInstanceOf(UnknownLanguageException.class)
                .hasMessageContaining("xx");
    }

    @Test
    void whispersOwnTimestampsReadTheWholeWindow() throws IOException {
        try (OnnxRecogniser timestamping = open(settings(OnnxSettings.Precision.AUTO, true))) {
            WindowResult result = timestamping
                    .recognise(List.of(window(WOMAN)), RecognitionOptions.defaults(), RecognitionListener.NONE)
                    .get(0);

            assertThat(similarity(text(result), text(recognise(WOMAN)))).isGreaterThan(0.9);
        }
    }

    @Test
    void eightBitsSayWhatFloatsSay() throws IOException {
        try (OnnxRecogniser exact = open(settings(OnnxSettings.Precision.FLOAT32, false))) {
            for (String name : List.of(MAN, WOMAN)) {
                WindowResult oracle = exact.recognise(
                                List.of(window(name)), RecognitionOptions.defaults(), RecognitionListener.NONE)
                        .get(0);

                assertThat(similarity(text(recognise(name)), text(oracle)))
                        .as(name)
                        .isGreaterThan(0.95);
            }
        }
    }

    private static WindowResult recognise(String name) {
        return recogniser()
                .recognise(List.of(window(name)), RecognitionOptions.defaults(), RecognitionListener.NONE)
                .get(0);
    }

    private static OnnxRecogniser recogniser() {
        if (shared == null) {
            throw new IllegalStateException("not loaded");
        }
        return shared;
    }

    private static OnnxRecogniser open(OnnxSettings settings) throws IOException {
        Path model = LocalModels.require("base", "ct2/model.bin").directory("base");
        return OnnxRecogniser.open("base", model, settings, null, line -> {});
    }

    private static OnnxSettings settings(OnnxSettings.Precision precision, boolean timestamps) {
        OnnxSettings all = OnnxSettings.defaults();
        return new OnnxSettings(
                precision,
                2,
                4,
                all.beam(),
                timestamps,
                all.maxNewTokens(),
                all.maxPromptTokens(),
                4,
                all.contextPadding(),
                true,
                null);
    }

    private static SpeechWindow window(String name) {
        return new SpeechWindow(0, Spoken.samples(name));
    }

    private static String text(WindowResult result) {
        return result.segments().stream().map(RecognisedSegment::text).collect(Collectors.joining(" "));
    }

    private static List<RecognisedWord> words(WindowResult result) {
        return result.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
    }

    /** Share of the words of the second text that the first has at about the same place. */
    private static double similarity(String one, String other) {
        List<String> left = List.of(Spoken.bare(one).split(" "));
        List<String> right = List.of(Spoken.bare(other).split(" "));
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = 0; i < left.size(); i++) {
            for (int j = 0; j < right.size(); j++) {
                common[i + 1][j + 1] = left.get(i).equals(right.get(j))
                        ? common[i][j] + 1
                        : Math.max(common[i][j + 1], common[i + 1][j]);
            }
        }
        return (double) common[left.size()][right.size()] / right.size();
    }
}
