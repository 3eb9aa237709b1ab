package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<Row, List<Integer>> caches = new HashMap<>();

    private int mostRows;

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

    /** It would by its length: it is the likeliest for each of its words. */
    @Test
    void aTextMuchShorterThanTheOneThatIsToBeBetteredIsNone() {
        Map<List<Integer>, Map<Integer, Double>> decoder = Map.of(
                List.of(), Map.of(THE, 1.0),
                List.of(THE), Map.of(END, 0.7, CAT, 0.3),
                List.of(THE, CAT), Map.of(DOG, 0.5, A, 0.5),
                List.of(THE, CAT, DOG), Map.of(END, 1.0),
                List.of(THE, CAT, A), Map.of(END, 0.9, DOG, 0.1));

        assertThat(search(decoder, 3, row(), 0)).isEqualTo(List.of(THE, END));
        assertThat(search(decoder, 3, row(), 3)).isEqualTo(List.of(THE, CAT, DOG, END));
    }

    @Test
    void goesOnFromWhatIsSure() {
        Row row = row();
        row.goOn(text(THE, CAT));
        caches.put(row, new ArrayList<>(List.of(THE)));
        Map<List<Integer>, Map<Integer, Double>> decoder = Map.of(
                List.of(THE, CAT), Map.of(DOG, 0.5, A, 0.5),
                List.of(THE, CAT, DOG), Map.of(A, 0.1),
                List.of(THE, CAT, A), Map.of(END, 0.9));

        assertThat(search(decoder, 3, row, 0)).isEqualTo(List.of(THE, CAT, A, END));
    }

    @Test
    void whatIsFarBehindTakesNoRow() {
        search(
                Map.of(
                        List.of(), Map.of(THE, 0.9, A, 0.1),
                        List.of(THE), Map.of(CAT, 0.9, DOG, 0.1),
                        List.of(THE, CAT), Map.of(END, 1.0)),
                4);
        assertThat(mostRows).isEqualTo(1);

        search(
                Map.of(
                        List.of(), Map.of(THE, 0.5, A, 0.5),
                        List.of(THE), Map.of(CAT, 1.0),
                        List.of(A), Map.of(DOG, 0.001),
                        List.of(THE, CAT), Map.of(DOG, 1.0),
                        List.of(THE, CAT, DOG), Map.of(END, 1.0)),
                4);
        assertThat(mostRows).isEqualTo(2);
        assertThat(caches)
                .as("the row of the text that fell behind was given back")
                .hasSize(1);
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

    private @Nullable List<Integer> search(Map<List<Integer>, Map<Integer, Double>> decoder, int width) {
        return search(decoder, width, row(), 0);
    }

    /** What a search of so many rows finds; every text is read from a cache that holds just that text. */
    private @Nullable List<Integer> search(
            Map<List<Integer>, Map<Integer, Double>> decoder, int width, Row leader, int shortest) {
        caches.keySet().retainAll(Set.of(leader));
        caches.putIfAbsent(leader, new ArrayList<>());
        mostRows = 1;
        Beam beam = new Beam(leader, new Caches(), width, END, shortest, LONGEST);
        boolean over = false;
        while (!over) {
            List<Beam.Candidate> candidates = new ArrayList<>();
            for (Row row : beam.alive()) {
                List<Integer> read = caches.get(row);
                assertThat(row.text().tokens().subList(0, read.size())).isEqualTo(read);
                read.clear();
                read.addAll(row.text().tokens());
                decoder.getOrDefault(read, again(read)).forEach((token, probability) -> {
                    TokenRules.Choice choice = new TokenRules.Choice(token, (float) Math.log(probability));
                    candidates.add(new Beam.Candidate(row, row.text().with(choice, new float[0])));
                });
            }
            over = beam.extend(candidates);
            beam.dismissIdle().forEach(caches::remove);
            assertThat(caches).hasSizeLessThanOrEqualTo(width);
            assertThat(beam.alive()).allMatch(beam::holds).allMatch(caches::containsKey);
            assertThat(beam.alive().isEmpty() || beam.alive().contains(leader)).isTrue();
        }
        Hypothesis best = beam.best();
        return best == null ? null : best.tokens();
    }

    private final class Caches implements Beam.Rows {
        @Override
        public Row twin(Row leader) {
            Row twin = leader.twin();
            caches.put(twin, new ArrayList<>());
            mostRows = Math.max(mostRows, caches.size());
            return twin;
        }

        @Override
        public void copy(Row from, Row to) {
            caches.put(to, new ArrayList<>(caches.get(from)));
        }
    }

    private static Hypothesis text(int... tokens) {
        Hypothesis text = Hypothesis.EMPTY;
        for (int token : tokens) {
            text = text.with(new TokenRules.Choice(token, 0), new float[0]);
        }
        return text;
    }

    /** The same word again is the most probable. */
    private static Map<Integer, Double> again(List<Integer> text) {
        int last = text.isEmpty() ? THE : text.get(text.size() - 1);
        return Map.of(last, 0.5, last == CAT ? DOG : CAT, 0.26, last == THE ? A : THE, 0.2, END, 0.001);
    }

    @Test
    void aTextIsSureUpToTheFirstTokenThatMayBeAnother() {
        Hypothesis text = Hypothesis.EMPTY;
        for (double probability : new double[] {0.9, 0.7, 0.5, 0.9}) {
            text = text.with(new TokenRules.Choice(text.length() + 1, (float) Math.log(probability)), new float[0]);
        }

        Hypothesis sure = text.sureBeginning();

        assertThat(sure.tokens()).containsExactly(1, 2);
        assertThat(sure.written()).isEqualTo(text.written().subList(0, 2));
        assertThat(sure.logProbability()).isCloseTo(Math.log(0.9 * 0.7), within(1e-6));
    }

    private static Row row() {
        Request request =
                new Request(List.of(new SpeechWindow(0, new float[16_000])), RecognitionOptions.defaults(), 480_000);
        return new Row(new Stretch(request, 0, 0, 16_000), 50, false, new int[] {1}, null);
    }
}
