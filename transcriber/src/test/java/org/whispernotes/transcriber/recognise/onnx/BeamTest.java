package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/** With a decoder that is a table: what may follow a text, and how probable it is. */
class BeamTest {

    private static final int END = 0;
    private static final int THE = 1;
    private static final int A = 2;
    private static final int CAT = 3;
    private static final int DOG = 4;
    private static final int LONGEST = 50;

    /** Texts of all rows as the copies leave them: what the decoder's caches would hold. */
    private final List<List<Integer>> caches = new ArrayList<>();

    private final List<Row> rows = new ArrayList<>();

    @Test
    void findsTheTextThatIsMoreProbableAsAWhole() {
        // Word by word "the" comes first, and then nothing that fits.
        Map<List<Integer>, Map<Integer, Double>> decoder = Map.of(
                List.of(), Map.of(THE, 0.6, A, 0.4),
                List.of(THE), Map.of(CAT, 0.31, DOG, 0.3, END, 0.1),
                List.of(A), Map.of(DOG, 0.9, CAT, 0.1),
                List.of(A, DOG), Map.of(END, 1.0),
                List.of(THE, CAT), Map.of(END, 1.0));

        assertThat(search(decoder, 2)).isEqualTo(List.of(A, DOG, END));
        assertThat(search(decoder, 1)).isEqualTo(List.of(THE, CAT, END));
    }

    @Test
    void aTextThatEndsEarlyDoesNotWinByItsLength() {
        Map<List<Integer>, Map<Integer, Double>> decoder = Map.of(
                List.of(), Map.of(THE, 1.0),
                List.of(THE), Map.of(CAT, 0.8, END, 0.2),
                List.of(THE, CAT), Map.of(DOG, 0.8, END, 0.2),
                List.of(THE, CAT, DOG), Map.of(A, 0.8, DOG, 0.2),
                List.of(THE, CAT, DOG, A), Map.of(END, 1.0));

        assertThat(search(decoder, 3)).isEqualTo(List.of(THE, CAT, DOG, A, END));
    }

    @Test
    void whatGoesRoundInCirclesIsGivenUp() {
        List<Integer> found = search(Map.of(), 3);

        assertThat(found).hasSizeGreaterThan(8);
        assertThat(LoopCheck.mayLoop(found)).isFalse();
    }

    @Test
    void endsAtTheLongestText() {
        assertThat(search(Map.of(List.of(), Map.of(CAT, 1.0)), 2)).hasSizeLessThanOrEqualTo(LONGEST);
    }

    /** What a search of so many rows finds; every text is read from a cache that holds just that text. */
    private @Nullable List<Integer> search(Map<List<Integer>, Map<Integer, Double>> decoder, int width) {
        rows.clear();
        caches.clear();
        rows.add(row());
        while (rows.size() < width) {
            rows.add(rows.get(0).twin());
        }
        rows.forEach(row -> caches.add(new ArrayList<>()));
        Beam beam = new Beam(rows, END, LONGEST);
        boolean over = false;
        while (!over) {
            List<Beam.Candidate> candidates = new ArrayList<>();
            for (Row row : beam.alive()) {
                List<Integer> read = caches.get(rows.indexOf(row));
                assertThat(row.text().tokens().subList(0, read.size())).isEqualTo(read);
                read.clear();
                read.addAll(row.text().tokens());
                decoder.getOrDefault(read, again(read)).forEach((token, probability) -> {
                    TokenRules.Choice choice = new TokenRules.Choice(token, (float) Math.log(probability));
                    candidates.add(new Beam.Candidate(row, row.text().with(choice, new float[0])));
                });
            }
            over = beam.extend(candidates, (from, to) -> copy(rows.indexOf(from), rows.indexOf(to)));
        }
        Hypothesis best = beam.best();
        return best == null ? null : best.tokens();
    }

    private void copy(int from, int to) {
        caches.set(to, new ArrayList<>(caches.get(from)));
    }

    /** The same word again is the most probable by far. */
    private static Map<Integer, Double> again(List<Integer> text) {
        int last = text.isEmpty() ? THE : text.get(text.size() - 1);
        return Map.of(last, 0.9, last == CAT ? DOG : CAT, 0.05, last == THE ? A : THE, 0.04, END, 0.001);
    }

    private static Row row() {
        Request request =
                new Request(List.of(new SpeechWindow(0, new float[16_000])), RecognitionOptions.defaults(), 480_000);
        return new Row(new Stretch(request, 0, 0, 16_000), 50, false, new int[] {1}, null);
    }
}
