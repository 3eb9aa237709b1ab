package org.whispernotes.transcriber.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordAlignerTest {

    @Test
    void tokensGetTheFramesThatTheirAttentionRestsOn() {
        float[] weights = new float[3 * 60];
        attend(weights, 60, 0, 0, 20);
        attend(weights, 60, 1, 20, 45);
        attend(weights, 60, 2, 45, 60);

        List<Span> spans = WordAligner.align(weights, 3, 60);

        assertThat(spans).hasSize(2);
        assertThat(spans.get(0).start()).isZero();
        assertThat(spans.get(0).end()).isCloseTo(0.40, within(0.021));
        assertThat(spans.get(1).end()).isCloseTo(0.90, within(0.021));
    }

    @Test
    void aTokenBeforeALongUnattendedStretchKeepsOnlyWhatItLookedAt() {
        float[] weights = new float[2 * 500];
        attend(weights, 500, 0, 400, 420);
        attend(weights, 500, 1, 480, 500);

        Span word = WordAligner.align(weights, 2, 500).get(0);

        assertThat(word.start()).isGreaterThan(7.5);
        assertThat(word.length()).isLessThanOrEqualTo(1.01);
    }

    private static void attend(float[] weights, int frames, int token, int from, int to) {
        Arrays.fill(weights, token * frames + from, token * frames + to, 1);
    }
}
