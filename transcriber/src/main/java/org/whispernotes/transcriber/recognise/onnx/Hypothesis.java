package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as far as it is written, without the prompt; the end token, if it came, is one of its own.
 *
 * @param tokens their ids
 * @param written the same tokens with what the decoder said about them
 * @param logProbability of all of them, natural logarithm
 */
record Hypothesis(List<Integer> tokens, List<Decoded.Token> written, double logProbability) {

    /** Probability of a token from which another one is hardly worth looking at. */
    private static final double SURE = 0.6;

    static final Hypothesis EMPTY = new Hypothesis(List.of(), List.of(), 0);

    Hypothesis with(TokenRules.Choice choice, float[] query) {
        List<Integer> moreTokens = new ArrayList<>(tokens);
        moreTokens.add(choice.token());
        List<Decoded.Token> moreWritten = new ArrayList<>(written);
        moreWritten.add(new Decoded.Token(choice.token(), choice.logProbability(), query));
        return new Hypothesis(moreTokens, moreWritten, logProbability + choice.logProbability());
    }

    /** Up to the first token that may as well be another one. */
    Hypothesis sureBeginning() {
        int sure = 0;
        while (sure < written.size() && written.get(sure).probability() >= SURE) {
            sure++;
        }
        double sum = written.subList(0, sure).stream()
                .mapToDouble(Decoded.Token::logProbability)
                .sum();
        return new Hypothesis(tokens.subList(0, sure), written.subList(0, sure), sum);
    }

    int length() {
        return tokens.size();
    }

    double averageLogProbability() {
        return logProbability / Math.max(1, tokens.size());
    }

    /** Whether it goes round in circles. */
    boolean loops() {
        return LoopCheck.period(tokens) > 0;
    }

    Decoded decoded(Vocabulary vocabulary, Stretch.Language language, double temperature, double noSpeechProbability) {
        boolean ended = !tokens.isEmpty() && tokens.get(tokens.size() - 1) == vocabulary.end();
        int period = LoopCheck.period(tokens);
        int keep = period == 0 ? tokens.size() : LoopCheck.keepOnce(tokens, period);
        String text = vocabulary.text(tokens.subList(0, keep)).strip();
        return new Decoded(
                language,
                List.copyOf(written.subList(0, keep)),
                text,
                temperature,
                averageLogProbability(),
                Decoded.compressionRatio(text),
                noSpeechProbability,
                period > 0,
                ended);
    }
}
