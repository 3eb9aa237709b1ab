package org.whispernotes.transcriber.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.recognise.RecognisedWord;

class SentenceCutTest {

    @Test
    void sentencesBecomeSegmentsButAbbreviationsDoNotEndThem() {
        assertThat(SentenceCut.subtitles().cut(words("Dr. Hale came at five. He was late!")))
                .containsExactly(5, 3);
    }

    @Test
    void aLongPauseEndsASegment() {
        List<RecognisedWord> words = words("so I said");
        words.add(new RecognisedWord("and", 9, 9.3, 1));

        assertThat(SentenceCut.subtitles().cut(words)).containsExactly(3, 1);
    }

    @Test
    void aSentenceTooLongForTwoLinesIsCutAfterAComma() {
        List<RecognisedWord> words = words("this is a rather long sentence with many words in its first half,"
                + " and then it goes on and on with quite as many words again.");

        List<Integer> lengths = SentenceCut.subtitles().cut(words);

        assertThat(lengths).hasSize(2);
        assertThat(words.get(lengths.get(0) - 1).word()).endsWith(",");
    }

    private static List<RecognisedWord> words(String text) {
        List<RecognisedWord> words = new ArrayList<>();
        double at = 0;
        for (String word : text.split(" ")) {
            words.add(new RecognisedWord(word, at, at + 0.25, 1));
            at += 0.25;
        }
        return words;
    }
}
