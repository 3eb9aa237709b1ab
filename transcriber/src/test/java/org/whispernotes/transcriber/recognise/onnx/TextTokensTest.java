package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens to words and text to tokens. */
class TextTokensTest {

    private final Vocabulary vocabulary = SmallVocabulary.of(" a", "b", " ab", "bc", "abc", " \"", "c");

    @Test
    void pairsMergeInTheOrderOfTheirIds() {
        assertThat(texts(new TextEncoder(vocabulary).encode(" abc"))).containsExactly(" ab", "c");
    }

    @Test
    void everyTextSurvivesTokensAndBack() {
        String text = " Größe, 東京 and 5€! it's";

        assertThat(vocabulary.text(new TextEncoder(vocabulary).encode(text))).isEqualTo(text);
    }

    @Test
    void wordsStartAtBlanksAndKeepTheirPunctuation() {
        assertThat(words(" Hi \"there\", you.", "en")).containsExactly(" Hi", " \"there\",", " you.");
    }

    @Test
    void languagesWithoutBlanksAreSplitAtCharacters() {
        assertThat(words("東京。", "ja")).containsExactly("東", "京。");
    }

    @Test
    void aPhraseThatIsRepeatedSixTimesIsALoopAndIsKeptOnce() {
        List<Integer> tokens = new ArrayList<>(List.of(1, 2, 3));
        for (int i = 0; i < 6; i++) {
            tokens.addAll(List.of(7, 8, 9, 10));
        }

        assertThat(LoopCheck.period(tokens)).isEqualTo(4);
        assertThat(tokens.subList(0, LoopCheck.keepOnce(tokens, 4))).containsExactly(1, 2, 3, 7, 8, 9, 10);
    }

    @Test
    void aFewRepeatedWordsAreNoLoop() {
        assertThat(LoopCheck.period(Collections.nCopies(10, 5))).isZero();
    }

    private List<String> words(String text, String language) {
        return new WordSplitter(vocabulary)
                .split(new TextEncoder(vocabulary).encode(text), language).stream()
                        .map(WordSplitter.Group::text)
                        .toList();
    }

    private List<String> texts(List<Integer> tokens) {
        return tokens.stream().map(token -> vocabulary.text(List.of(token))).toList();
    }
}
