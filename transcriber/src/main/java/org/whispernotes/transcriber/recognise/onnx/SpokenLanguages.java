package org.whispernotes.transcriber.recognise.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The languages that a stretch may be in. The decoder's first step says how probable each is (Radford et al., 2022), wrongly
 * often enough where speech is unclear: where the text that follows is a guess, others are worth a try, and the texts tell.
 */
final class SpokenLanguages {

    /** Below, what the request's other stretches were in counts as well. */
    private static final double HARDLY_HEARD = 0.5;
    /** A language that another stretch of the request was surely in is so many times as probable, and as much again for each more. */
    private static final double HEARD_BEFORE = 10;

    private static final double WORTH_A_TRY = 0.05;
    private static final int MOST_TRIES = 4;
    /** How often the language's probability counts beside those of the tokens, which don't vary independently. */
    private static final double LANGUAGE_WEIGHT = 3;

    private final Vocabulary vocabulary;
    private final QualityRules quality;

    SpokenLanguages(Vocabulary vocabulary, QualityRules quality) {
        this.vocabulary = vocabulary;
        this.quality = quality;
    }

    /**
     * All that the model knows, the most probable first; probabilities add up to 1.
     *
     * @param scores natural logarithms of the probabilities of the token after the start
     */
    List<Stretch.Language> heard(float[] scores) {
        double sum = 0;
        for (int token : vocabulary.languages().values()) {
            sum += Math.exp(scores[token]);
        }
        List<Stretch.Language> heard = new ArrayList<>();
        for (Map.Entry<String, Integer> language : vocabulary.languages().entrySet()) {
            heard.add(new Stretch.Language(language.getKey(), Math.exp(scores[language.getValue()]) / sum));
        }
        heard.sort(Comparator.comparingDouble(Stretch.Language::probability).reversed());
        return heard;
    }

    /** What to begin with. */
    static Stretch.Language first(List<Stretch.Language> heard, Request request) {
        Stretch.Language most = heard.get(0);
        return most.probability() >= HARDLY_HEARD ? most : mostProbable(heard, request);
    }

    /** What to try next: what is probable enough, at last what most of the request was in; null when all is tried. */
    static Stretch.@Nullable Language next(
            List<Stretch.Language> heard, List<Stretch.Language> tried, Request request) {
        List<Stretch.Language> others = new ArrayList<>(heard);
        others.removeAll(tried);
        if (others.isEmpty()) {
            return null;
        }
        double all = heard.stream()
                .mapToDouble(language -> probability(language, request))
                .sum();
        Stretch.Language next = mostProbable(others, request);
        if (tried.size() < MOST_TRIES && probability(next, request) >= WORTH_A_TRY * all) {
            return next;
        }
        return others.stream()
                .filter(language -> request.isMostHeard(language.code()))
                .findFirst()
                .orElse(null);
    }

    /**
     * Which of two texts in different languages is more probable for the same sound, by their length. Lengths in tokens
     * can't be compared: some scripts take several a letter, which follow from each other. In bytes, letters of three would
     * come cheap, in letters those that stand for a syllable dear; so it is the mean of both.
     */
    Decoded better(Decoded one, Decoded other, Request request) {
        if (quality.isRepetitive(one) != quality.isRepetitive(other)) {
            return quality.isRepetitive(one) ? other : one;
        }
        return logProbability(one, request) >= logProbability(other, request) ? one : other;
    }

    private static double logProbability(Decoded text, Request request) {
        double tokens = text.tokens().stream()
                .mapToDouble(Decoded.Token::logProbability)
                .sum();
        double language = LANGUAGE_WEIGHT * Math.log(probability(text.language(), request));
        int letters = text.text().codePointCount(0, text.text().length());
        int bytes = text.text().getBytes(StandardCharsets.UTF_8).length;
        return letters == 0 ? Double.NEGATIVE_INFINITY : (tokens + language) / Math.sqrt((double) bytes * letters);
    }

    private static Stretch.Language mostProbable(List<Stretch.Language> languages, Request request) {
        return Collections.max(languages, Comparator.comparingDouble(language -> probability(language, request)));
    }

    /** By this stretch's sound and what the request's others were in; not scaled to add up to 1. */
    private static double probability(Stretch.Language language, Request request) {
        return language.probability() * (1 + HEARD_BEFORE * request.heard(language.code()));
    }
}
