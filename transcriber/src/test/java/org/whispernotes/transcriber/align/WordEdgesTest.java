package org.whispernotes.transcriber.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordEdgesTest {

    @Test
    void aPauseSeparatesTheWordsAroundIt() {
        List<Span> words = List.of(new Span(0.1, 0.5), new Span(0.5, 1.6));

        List<Span> refined = WordEdges.refine(words, List.of(4, 5), List.of(new Span(0.6, 1.1)), 3);

        assertThat(refined.get(0).end()).isCloseTo(0.6, within(0.03));
        assertThat(refined.get(1).start()).isCloseTo(1.1, within(0.03));
    }

    @Test
    void aPauseFarFromAnyEdgeChangesNothing() {
        List<Span> words = List.of(new Span(0, 0.5), new Span(0.5, 1));

        List<Span> refined = WordEdges.refine(words, List.of(5, 5), List.of(new Span(4, 5)), 6);

        assertThat(refined.get(1).end()).isCloseTo(1.05, within(0.02));
    }

    @Test
    void inOneBreathLongWordsGetTimeFromShortOnes() {
        List<Span> words = List.of(new Span(0, 0.3), new Span(0.3, 0.6), new Span(0.6, 0.9));

        List<Span> refined = WordEdges.refine(words, List.of(1, 9, 4), List.of(), 2);

        assertThat(refined.get(1).length()).isGreaterThan(refined.get(0).length() + 0.05);
    }

    @Test
    void timesNeverGoBackNorPastTheEnd() {
        List<Span> words = List.of(new Span(0.9, 1.0), new Span(1.0, 1.0), new Span(1.0, 1.0));

        List<Span> refined = WordEdges.refine(words, List.of(3, 3, 3), List.of(new Span(0.8, 1.0)), 1.0);

        double reached = 0;
        for (Span word : refined) {
            assertThat(word.start()).isGreaterThanOrEqualTo(reached);
            assertThat(word.end()).isBetween(word.start(), 1.0 + 1e-9);
            reached = word.end();
        }
    }

    @Test
    void noWordsGiveNoTimes() {
        assertThat(WordEdges.refine(List.of(), List.of(), List.of(), 1)).isEmpty();
    }
}
