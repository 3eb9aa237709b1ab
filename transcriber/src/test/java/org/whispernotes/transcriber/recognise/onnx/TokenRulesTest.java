package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.model.graph.ModelConfig;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;

class TokenRulesTest {

    private final Vocabulary vocabulary = SmallVocabulary.of(" yes", " no", " never");
    private final int yes = 256;
    private final int no = 257;
    private final int never = 258;
    private final int first = vocabulary.firstTimestamp();
    private final TokenRules rules =
            new TokenRules(vocabulary, new ModelConfig(List.of(), List.of(never), List.of(vocabulary.end())));

    @Test
    void suppressedTokensAreNotWrittenAndTheirProbabilityIsShared() {
        float[] scores = scores();
        scores[never] = log(0.5);
        scores[yes] = log(0.3);
        scores[no] = log(0.2);

        TokenRules.Choice choice = rules.choose(scores, row(false));

        assertThat(choice.token()).isEqualTo(yes);
        assertThat(Math.exp(choice.logProbability())).isCloseTo(0.6, within(1e-4));
    }

    @Test
    void aTextDoesNotStartWithItsEnd() {
        float[] scores = scores();
        scores[vocabulary.end()] = log(0.9);
        scores[no] = log(0.1);

        assertThat(rules.choose(scores, row(false)).token()).isEqualTo(no);
    }

    @Test
    void withoutTimestampsNoneIsWritten() {
        float[] scores = scores();
        scores[first + 10] = log(0.9);
        scores[no] = log(0.1);

        assertThat(rules.choose(scores, row(false)).token()).isEqualTo(no);
    }

    @Test
    void withTimestampsTheFirstTokenIsOneWithinTheFirstSecond() {
        float[] scores = scores();
        scores[yes] = log(0.5);
        scores[first + 60] = log(0.3);
        scores[first + 20] = log(0.2);

        assertThat(rules.choose(scores, row(true)).token()).isEqualTo(first + 20);
    }

    @Test
    void timestampsWinWhereTogetherTheyAreMoreProbableThanAnyText() {
        float[] scores = scores();
        scores[yes] = log(0.4);
        scores[first + 50] = log(0.35);
        scores[first + 51] = log(0.25);

        assertThat(rules.choose(scores, row(true, first, no)).token()).isEqualTo(first + 50);
    }

    @Test
    void timestampsDoNotGoBack() {
        float[] scores = scores();
        scores[first + 10] = log(0.9);
        scores[first + 40] = log(0.1);

        assertThat(rules.choose(scores, row(true, first + 30, no)).token()).isEqualTo(first + 40);
    }

    @Test
    void afterAPairOfTimestampsComesText() {
        float[] scores = scores();
        scores[first + 90] = log(0.9);
        scores[yes] = log(0.1);

        assertThat(rules.choose(scores, row(true, first, no, first + 40, first + 40))
                        .token())
                .isEqualTo(yes);
    }

    @Test
    void theLikeliestComeInOrderAndOnlyThoseThatAreAllowed() {
        float[] scores = scores();
        scores[never] = log(0.5);
        scores[no] = log(0.2);
        scores[yes] = log(0.3);
        scores[vocabulary.end()] = log(0.001);

        List<TokenRules.Choice> two = rules.likeliest(scores.clone(), row(false, yes), 2);
        assertThat(two).extracting(TokenRules.Choice::token).containsExactly(yes, no);
        assertThat(Math.exp(two.get(0).logProbability())).isCloseTo(0.6, within(1e-3));
        assertThat(rules.likeliest(scores, row(false), 1000))
                .extracting(TokenRules.Choice::token)
                .startsWith(yes, no)
                .doesNotContain(never, vocabulary.end(), first);
    }

    private Row row(boolean timestamps, int... written) {
        Request request =
                new Request(List.of(new SpeechWindow(0, new float[16_000])), RecognitionOptions.defaults(), 480_000);
        Row row = new Row(new Stretch(request, 0, 0, 16_000), 50, timestamps, new int[] {1}, null);
        for (int token : written) {
            row.goOn(row.text().with(new TokenRules.Choice(token, 0), new float[0]));
        }
        return row;
    }

    private float[] scores() {
        float[] scores = new float[vocabulary.afterTimestamps()];
        Arrays.fill(scores, -30);
        return scores;
    }

    private static float log(double probability) {
        return (float) Math.log(probability);
    }
}
