package org.whispernotes.transcriber.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;

class SentenceSplitterTest {

    private final SentenceSplitter splitter = new SentenceSplitter(40);

    @Test
    void a_segment_ends_where_a_sentence_does() {
        assertThat(texts(splitter.split(untimed(0, 10, "We met Dr. Smith. Did he agree? Yes!"))))
                .containsExactly("We met Dr. Smith.", "Did he agree?", "Yes!");
    }

    @Test
    void without_word_times_a_piece_gets_its_share_of_the_time() {
        List<RecognisedSegment> pieces = splitter.split(untimed(10, 20, "Aaaa bbbb. Cccc dddd."));

        assertThat(pieces.get(0).start()).isEqualTo(10);
        assertThat(pieces.get(0).end()).isCloseTo(14.8, within(0.1));
        assertThat(pieces.get(1).end()).isCloseTo(20, within(0.01));
        assertThat(pieces).allSatisfy(p -> assertThat(p.words()).isEmpty());
    }

    @Test
    void a_long_sentence_is_split_at_a_comma_or_where_it_must() {
        List<String> texts = texts(splitter.split(
                untimed(0, 10, "when we looked at the numbers, nobody could say what had happened to them at all")));

        assertThat(texts.get(0)).isEqualTo("when we looked at the numbers,");
        assertThat(texts).hasSize(3).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(40));
    }

    @Test
    void a_long_pause_between_timed_words_is_a_boundary() {
        List<RecognisedWord> words = List.of(
                new RecognisedWord("well", 1, 1.3, 0.9),
                new RecognisedWord("then", 1.4, 1.8, 0.9),
                new RecognisedWord("again", 5, 5.5, 0.9));

        List<RecognisedSegment> pieces =
                splitter.split(new RecognisedSegment(1, 5.5, "well then again", words, -0.2, 1, 0));

        assertThat(texts(pieces)).containsExactly("well then", "again");
        assertThat(pieces.get(0).end()).isEqualTo(1.8);
        assertThat(pieces.get(1).words()).hasSize(1);
    }

    @Test
    void scripts_without_blanks_split_at_their_full_stops() {
        assertThat(texts(splitter.split(untimed(0, 4, "今日は会議です。明日は休みです。")))).hasSize(2);
    }

    private static List<String> texts(List<RecognisedSegment> pieces) {
        return new ArrayList<>(pieces.stream().map(RecognisedSegment::text).toList());
    }

    private static RecognisedSegment untimed(double start, double end, String text) {
        return new RecognisedSegment(start, end, text, List.of(), -0.2, 1, 0);
    }
}
