package org.whispernotes.transcriber.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispernotes.model.document.SegmentFlag;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.recognise.RecognisedSegment;

class SegmentDoubtsTest {

    private static final List<Span> SPEECH = List.of(new Span(0, 10));

    @Test
    void plain_speech_raises_none() {
        assertThat(doubts("Please send the report to Maria.", 0, 5, -0.2, 1.1, 0))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks for watching!",
                "Thank you for watching.",
                "Subtitles by the Amara.org community",
                "Please subscribe to my channel.",
                "Untertitel im Auftrag des ZDF",
                "[Music]"
            })
    void phrases_of_subtitles_are_known(String text) {
        assertThat(doubts(text, 0, 2, -0.2, 1, 0)).containsExactly(SegmentFlag.KNOWN_PHRASE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Thank you for the report.", "I want to subscribe to the idea of it", "The music was loud."})
    void what_only_resembles_them_is_not(String text) {
        assertThat(doubts(text, 0, 2, -0.2, 1, 0)).isEmpty();
    }

    @Test
    void the_same_words_again_and_again_are_a_repetition() {
        assertThat(doubts("and so we go and so we go and so we go and so we go", 0, 5, -0.2, 1, 0))
                .containsExactly(SegmentFlag.REPETITION);
        assertThat(doubts("fine", 0, 5, -0.2, 2.6, 0)).containsExactly(SegmentFlag.REPETITION);
    }

    @Test
    void text_beside_the_speech_is_little_speech() {
        assertThat(doubts("Hello.", 9.5, 14, -0.2, 1, 0)).containsExactly(SegmentFlag.LITTLE_SPEECH);
    }

    @Test
    void an_unsure_engine_and_a_raised_temperature_are_told() {
        assertThat(doubts("Hm.", 0, 1, -1.4, 1, 0.4)).containsExactly(SegmentFlag.LOW_CONFIDENCE, SegmentFlag.FALLBACK);
    }

    private static List<SegmentFlag> doubts(
            String text, double start, double end, double logProbability, double compression, double temperature) {
        return SegmentDoubts.of(
                new RecognisedSegment(start, end, text, List.of(), logProbability, compression, temperature),
                null,
                SPEECH);
    }
}
