package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QualityRulesTest {

    private final QualityRules rules = QualityRules.defaults();

    @Test
    void aPlausibleTextIsTakenAtOnce() {
        assertThat(rules.isGoodEnough(decoded("What he said was true.", -0.3, 0.05, false)))
                .isTrue();
    }

    @Test
    void repetitionGuessesAndLoopsAreTriedAgain() {
        assertThat(rules.isGoodEnough(decoded("again and ".repeat(20), -0.1, 0.05, false)))
                .isFalse();
        assertThat(rules.isGoodEnough(decoded("What he said was true.", -1.4, 0.05, false)))
                .isFalse();
        assertThat(rules.isGoodEnough(decoded("What he said was true.", -0.3, 0.05, true)))
                .isFalse();
    }

    @Test
    void aGuessWhereTheModelHearsNothingIsSilence() {
        assertThat(rules.isSilence(decoded("2x4, 5x4", -1.2, 0.55, false))).isTrue();
        assertThat(rules.isSilence(decoded("What he said was true.", -0.3, 0.9, false)))
                .isFalse();
    }

    @Test
    void anUnsureTextIsWorthASearchButNotWhereNobodySpeaks() {
        assertThat(rules.isWorthSearching(decoded("What he said was true.", -0.2, 0.05, false)))
                .isFalse();
        assertThat(rules.isWorthSearching(decoded("What he said was true.", -0.6, 0.05, false)))
                .isTrue();
        assertThat(rules.isWorthSearching(decoded("What he said was true.", -1.2, 0.9, false)))
                .isFalse();
    }

    @Test
    void aGuessMayBeInTheWrongLanguageButNotWhereNobodySpeaks() {
        assertThat(rules.isDoubtful(decoded("What he said was true.", -0.3, 0.05, false)))
                .isFalse();
        assertThat(rules.isDoubtful(decoded("What he said was true.", -0.9, 0.05, false)))
                .isTrue();
        assertThat(rules.isDoubtful(decoded("What he said was true.", -0.3, 0.05, true)))
                .isTrue();
        assertThat(rules.isDoubtful(decoded("What he said was true.", -1.4, 0.7, false)))
                .isFalse();
    }

    @Test
    void whatSubtitlesTaughtIsSilenceOnlyInDoubt() {
        assertThat(PhantomPhrases.matches(decoded("Thank you.", -0.3, 0.5, false)))
                .isTrue();
        assertThat(PhantomPhrases.matches(decoded("Thank you.", -0.3, 0.01, false)))
                .isFalse();
    }

    @Test
    void ofTwoBadTextsTheOneThatDoesNotRepeatItselfIsKept() {
        Decoded repeated = decoded("again and ".repeat(20), -0.1, 0.05, false);
        Decoded guessed = decoded("What he said was true.", -1.4, 0.05, false);

        assertThat(rules.better(repeated, guessed)).isSameAs(guessed);
    }

    private static Decoded decoded(String text, double logProbability, double noSpeech, boolean looped) {
        return new Decoded(
                new Stretch.Language("en", 1),
                List.of(),
                text,
                0,
                logProbability,
                Decoded.compressionRatio(text),
                noSpeech,
                looped,
                true);
    }
}
