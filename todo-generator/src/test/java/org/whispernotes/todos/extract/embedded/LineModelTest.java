package org.whispernotes.todos.extract.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.talk.Line;
import tools.jackson.core.type.TypeReference;

class LineModelTest {

    private final LineModel model = LineModel.load();

    /** The training wrote down what it thinks of a short talk and of a long one. */
    @ParameterizedTest
    @ValueSource(strings = {"short", "long"})
    void thisCodeAndTheTrainingAgreeOnEveryLine(String length) throws IOException {
        List<Judged> expected;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("parity.json"))) {
            expected = Objects.requireNonNull(Json.mapper()
                    .readValue(in, new TypeReference<Map<String, List<Judged>>>() {})
                    .get(length));
        }
        List<Line> lines = new ArrayList<>();
        expected.forEach(judged -> lines.add(new Line(lines.size(), 0, 0, judged.speaker, judged.text)));

        LineScores scores = model.judge(lines);

        assertThat(expected).isNotEmpty();
        assertThat(Double.isFinite(scores.cut())).isEqualTo(expected.get(0).has_todos);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(model.words(expected.get(i).text)).isEqualTo(expected.get(i).tokens);
            assertThat(scores.wordsAlone()[i]).isCloseTo(expected.get(i).todo, within(1e-3));
            assertThat(scores.gist()[i]).isCloseTo(expected.get(i).gist, within(1e-3));
            assertThat(scores.todo()[i]).isCloseTo(expected.get(i).log_odds, within(1e-2));
        }
    }

    @Test
    void confidenceGrowsWithTheScoreAndStaysAProbability() {
        LineScores.Confidence confidence = model.judge(List.of()).confidence();

        assertThat(confidence.of(-3)).isBetween(0.0, 0.3).isLessThan(confidence.of(0));
        assertThat(confidence.of(4)).isGreaterThan(confidence.of(1)).isLessThan(1);
    }

    @SuppressWarnings("RecordComponentName") // as the file has it
    private record Judged(
            String speaker,
            String text,
            List<String> tokens,
            double todo,
            double gist,
            double log_odds,
            boolean has_todos) {}
}
