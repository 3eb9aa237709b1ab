package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassagesTest {

    private final Vocabulary vocabulary = SmallVocabulary.of(" yes", " no");
    private final int yes = 256;
    private final int no = 257;

    @Test
    void textBetweenTimestampsIsAPassageAndOneTimestampAtTheEndFinishesTheWindow() {
        Passages passages = passages(at(0), yes, at(2), at(3), no, at(5), vocabulary.end());

        assertThat(passages.passages())
                .extracting(Passages.Passage::start, Passages.Passage::end)
                .containsExactly(tuple(0.0, 2.0), tuple(3.0, 5.0));
        assertThat(passages.readSeconds()).isEqualTo(30);
    }

    @Test
    void twoTimestampsAtTheEndAnnounceMoreFromThere() {
        assertThat(passages(at(0), yes, at(12), at(12), vocabulary.end()).readSeconds())
                .isEqualTo(12);
    }

    @Test
    void anUnfinishedSegmentIsReadAgain() {
        Passages passages = passages(at(0), yes, at(12), at(12), no, no);

        assertThat(passages.passages()).hasSize(1);
        assertThat(passages.readSeconds()).isEqualTo(12);
    }

    @Test
    void textWithoutAnyClosingTimestampTakesTheWholeWindow() {
        Passages passages = passages(at(1), yes, vocabulary.end());

        assertThat(passages.passages()).singleElement().satisfies(passage -> {
            assertThat(passage.start()).isEqualTo(1);
            assertThat(passage.end()).isEqualTo(30);
        });
        assertThat(passages.readSeconds()).isEqualTo(30);
    }

    private int at(int seconds) {
        return vocabulary.firstTimestamp() + seconds * 50;
    }

    private Passages passages(int... tokens) {
        List<Decoded.Token> written = Arrays.stream(tokens)
                .mapToObj(token -> new Decoded.Token(token, 0, new float[0]))
                .toList();
        return Passages.of(written, vocabulary, 30);
    }
}
