package org.whispernotes.transcriber.align.phone;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.transcriber.align.Span;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.model.ModelSettings;
import org.whispernotes.transcriber.model.graph.PhoneBands;
import org.whispernotes.transcriber.model.graph.Spectrum;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Spoken;

/** On the real model; skipped on a machine without it. */
class PhoneAlignerTest {

    private static @Nullable PhoneAligner loaded;

    @TempDir
    private static @Nullable Path scratch;

    @BeforeAll
    static void load() {
        loaded = PhoneModel.require();
    }

    @Test
    void wordsAreFoundThatLieElsewhereThanThought() throws IOException, OrtException {
        for (String name : List.of(Spoken.MAN, Spoken.WOMAN)) {
            List<Span> late = shifted(spans(name), 0.12);

            List<Span> found = align(name, Spoken.samples(name), late);

            assertThat(median(found, spans(name))).as(name).isLessThan(0.015);
        }
    }

    /** As loud as a tenth of the speech's power. */
    @Test
    void noiseIsNotTakenForSilence() throws IOException, OrtException {
        for (String name : List.of(Spoken.MAN, Spoken.WOMAN)) {
            float[] samples = Spoken.samples(name);
            double power = 0;
            for (float sample : samples) {
                power += sample * sample / samples.length;
            }
            Random random = new Random(1);
            for (int i = 0; i < samples.length; i++) {
                samples[i] += (float) (Math.sqrt(power / 10) * random.nextGaussian());
            }

            List<Span> found = align(name, samples, shifted(spans(name), 0.05));

            assertThat(median(found, spans(name))).as(name).isLessThan(0.025);
        }
    }

    @Test
    void whatHasNoKnownSoundStaysBetweenItsNeighbours() throws IOException, OrtException {
        List<String> words = new ArrayList<>(texts(Spoken.MAN));
        List<Span> rough = new ArrayList<>(spans(Spoken.MAN));
        SoundBands sound = sound(Spoken.samples(Spoken.MAN));
        List<Span> whole = aligner().align(sound, words, rough);
        words.add(3, "\u2026");
        rough.add(3, new Span(rough.get(2).end(), rough.get(3).start()));

        List<Span> found = aligner().align(sound, words, rough);

        assertThat(found.get(3).start()).isGreaterThanOrEqualTo(found.get(2).end());
        assertThat(found.get(3).end())
                .isGreaterThanOrEqualTo(found.get(3).start())
                .isLessThanOrEqualTo(found.get(4).start());
        assertThat(found.subList(4, found.size())).isEqualTo(whole.subList(3, whole.size()));
    }

    @Test
    void wordsThatDoNotFitKeepTheirTimes() throws IOException, OrtException {
        List<Span> rough = Collections.nCopies(60, new Span(1, 1.1));
        List<String> words = Collections.nCopies(60, "straightforward");

        assertThat(aligner().align(sound(Spoken.samples(Spoken.MAN)), words, rough))
                .isEqualTo(rough);
    }

    @Test
    void nothingHeardKeepsItsTimes() {
        List<Span> rough = List.of(new Span(0, 0.02));

        assertThat(aligner().align(new SoundBands(0, new float[0]), List.of("a"), rough))
                .isEqualTo(rough);
    }

    @Test
    void silenceIsNoReasonToFail() throws IOException, OrtException {
        List<Span> found = aligner().align(sound(new float[32_000]), List.of("so"), List.of(new Span(0.5, 0.9)));

        assertThat(found.get(0).start()).isBetween(0.2, 0.9);
    }

    @Test
    void aDamagedModelIsNamed(@TempDir Path folder) throws IOException {
        ModelFiles files = LocalModels.require(PhoneAligner.MODEL, "mdef");
        byte[] means = Files.readAllBytes(files.require(PhoneAligner.MODEL, "means"));
        Path cut = folder.resolve("means");
        Files.write(cut, Arrays.copyOf(means, means.length / 2));

        assertThatThrownBy(() -> PhoneAligner.open(
                        files.require(PhoneAligner.MODEL, "mdef"),
                        cut,
                        files.require(PhoneAligner.MODEL, "variances"),
                        files.require(PhoneAligner.MODEL, "sendump")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(PhoneAligner.MODEL);
    }

    /** The recogniser goes on with times of its own. */
    @Test
    void aModelThatIsNotWholeIsNoModel(@TempDir Path models) throws IOException {
        ModelFiles files = LocalModels.require(PhoneAligner.MODEL, "mdef");
        Path folder = Files.createDirectories(models.resolve(PhoneAligner.MODEL));
        for (String name : List.of("mdef", "means", "variances")) {
            Files.copy(files.require(PhoneAligner.MODEL, name), folder.resolve(name));
        }
        ModelFiles some = new ModelFiles(new ModelSettings(models, null), ModelCatalogue.load());

        assertThat(PhoneAligner.find(some)).isEmpty();
        Files.write(folder.resolve("sendump"), new byte[] {1, 2, 3});
        assertThat(PhoneAligner.find(some)).isEmpty();
        Files.copy(files.require(PhoneAligner.MODEL, "sendump"), folder.resolve("sendump"), REPLACE_EXISTING);
        assertThat(PhoneAligner.find(some)).isPresent();
    }

    private static PhoneAligner aligner() {
        return Objects.requireNonNull(loaded);
    }

    private static List<Span> align(String name, float[] samples, List<Span> rough) throws IOException, OrtException {
        return aligner().align(sound(samples), texts(name), rough);
    }

    private static SoundBands sound(float[] samples) throws IOException, OrtException {
        float[] bands = Spectrum.bands(samples, Objects.requireNonNull(scratch));
        return new SoundBands(bands.length / PhoneBands.COUNT, bands);
    }

    private static List<String> texts(String name) {
        return Spoken.words(name).stream().map(Spoken.Word::text).toList();
    }

    private static List<Span> spans(String name) {
        return Spoken.words(name).stream()
                .map(word -> new Span(word.start(), word.end()))
                .toList();
    }

    private static List<Span> shifted(List<Span> spans, double seconds) {
        return spans.stream()
                .map(span -> new Span(span.start() + seconds, span.end() + seconds))
                .toList();
    }

    /** Of the distances of both edges, seconds. */
    private static double median(List<Span> found, List<Span> spoken) {
        List<Double> errors = IntStream.range(0, spoken.size())
                .boxed()
                .flatMap(i -> List.of(
                        Math.abs(found.get(i).start() - spoken.get(i).start()),
                        Math.abs(found.get(i).end() - spoken.get(i).end()))
                        .stream())
                .sorted()
                .toList();
        return errors.get(errors.size() / 2);
    }
}
