package org.whispernotes.transcriber.recognise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.recognise.RecognitionOptions;

class SpokenLanguagesTest {

    private final Vocabulary vocabulary = SmallVocabulary.of("word");
    private final SpokenLanguages languages = new SpokenLanguages(vocabulary, QualityRules.defaults());
    private final Request request = new Request(List.of(), RecognitionOptions.defaults(), 1);

    @Test
    void the_most_probable_comes_first_and_only_languages_count() {
        float[] scores = new float[51_865];
        Arrays.fill(scores, -1);
        scores[vocabulary.languages().get("en")] = (float) Math.log(0.1);
        scores[vocabulary.languages().get("de")] = (float) Math.log(0.3);

        List<Stretch.Language> heard = languages.heard(scores);

        assertThat(heard).extracting(Stretch.Language::code).containsExactly("de", "en");
        assertThat(heard.get(0).probability()).isCloseTo(0.75, within(1e-6));
        assertThat(heard.get(1).probability()).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void what_the_others_were_in_decides_where_little_is_heard() {
        request.settle(language("de", 0.9));

        assertThat(SpokenLanguages.first(heard(0.4, 0.35), request).code()).isEqualTo("de");
        assertThat(SpokenLanguages.first(heard(0.6, 0.35), request).code()).isEqualTo("en");
    }

    @Test
    void another_language_is_tried_when_it_is_probable_enough() {
        List<Stretch.Language> unclear = heard(0.9, 0.06);

        assertThat(SpokenLanguages.next(unclear, unclear.subList(0, 1), request))
                .isEqualTo(unclear.get(1));
        assertThat(SpokenLanguages.next(unclear, unclear, request)).isNull();
        assertThat(SpokenLanguages.next(heard(0.96, 0.01), heard(0.96, 0.01).subList(0, 1), request))
                .isNull();
    }

    @Test
    void what_most_of_the_request_was_in_is_tried_however_improbable() {
        List<Stretch.Language> clear = heard(0.999, 0.001);
        request.settle(language("de", 0.9));

        assertThat(SpokenLanguages.next(clear, clear.subList(0, 1), request)).isEqualTo(clear.get(1));
    }

    @Test
    void no_language_is_tried_where_none_was_to_be_detected() {
        request.settle(language("de", 0.9));

        assertThat(SpokenLanguages.next(List.of(), List.of(), request)).isNull();
    }

    @Test
    void a_word_for_many_seconds_loses_against_a_sentence() {
        Decoded word = text(language("en", 0.5), "The", -2.1, -2.1);
        Decoded sentence = text(language("fr", 0.4), "Le livre est sur la table", tokens(8, -1));

        assertThat(languages.better(word, sentence, request)).isSameAs(sentence);
        assertThat(languages.better(sentence, word, request)).isSameAs(sentence);
    }

    @Test
    void letters_of_several_tokens_are_no_advantage() {
        // The second and third token of a letter are nearly certain, whether the letter is right or not.
        Decoded wrong = text(language("th", 0.5), "หนังสืออยู่บนโต๊ะ", tokens(40, -0.7));
        Decoded right = text(language("fr", 0.4), "Le livre est sur la table", tokens(8, -0.9));

        assertThat(languages.better(wrong, right, request)).isSameAs(right);
    }

    @Test
    void a_repetitive_text_loses() {
        Decoded repetitive = text(language("en", 0.9), "again and ".repeat(20), tokens(40, -0.1));
        Decoded guess = text(language("de", 0.05), "Das Buch liegt hier", tokens(8, -1.5));

        assertThat(languages.better(repetitive, guess, request)).isSameAs(guess);
    }

    @Test
    void of_like_texts_the_one_in_the_language_heard_before_is_kept() {
        Decoded english = text(language("en", 0.5), "a little house", tokens(5, -0.8));
        Decoded german = text(language("de", 0.4), "ein kleines Haus", tokens(5, -0.9));

        assertThat(languages.better(english, german, request)).isSameAs(english);
        request.settle(language("de", 0.9));
        assertThat(languages.better(english, german, request)).isSameAs(german);
    }

    private static List<Stretch.Language> heard(double english, double german) {
        return List.of(language("en", english), language("de", german));
    }

    private static Stretch.Language language(String code, double probability) {
        return new Stretch.Language(code, probability);
    }

    private static double[] tokens(int count, double logProbability) {
        double[] all = new double[count];
        Arrays.fill(all, logProbability);
        return all;
    }

    private static Decoded text(Stretch.Language language, String text, double... logProbabilities) {
        List<Decoded.Token> tokens = new ArrayList<>();
        for (double logProbability : logProbabilities) {
            tokens.add(new Decoded.Token(0, (float) logProbability, new float[0]));
        }
        double mean = Arrays.stream(logProbabilities).average().orElse(0);
        return new Decoded(language, tokens, text, 0, mean, Decoded.compressionRatio(text), 0.1, false, true);
    }
}
