package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One place of the batch: a stretch, and how far its text has come at the current temperature. */
final class Row {

    private final Stretch stretch;
    private final int frames;
    private final boolean timestamps;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Decoded.Token> written = new ArrayList<>();
    private int[] prompt;
    private Stretch.@Nullable Language language;
    private List<Stretch.Language> heard = List.of();
    private final List<Stretch.Language> tried = new ArrayList<>();
    private int position;
    private int attempt;
    private double temperature;
    private double noSpeechProbability = Double.NaN;
    private double logProbabilities;
    private @Nullable Decoded best;
    private Random random = new Random(0);

    /**
     * @param frames that the stretch was encoded to
     * @param language the prompt's; null where it is to be detected
     */
    Row(Stretch stretch, int frames, boolean timestamps, int[] prompt, Stretch.@Nullable Language language) {
        this.stretch = stretch;
        this.frames = frames;
        this.timestamps = timestamps;
        this.prompt = prompt;
        this.language = language;
    }

    Stretch stretch() {
        return stretch;
    }

    int frames() {
        return frames;
    }

    boolean timestamps() {
        return timestamps;
    }

    double temperature() {
        return temperature;
    }

    /** Starts from the same seed for the same audio, so that a repeated run writes the same text. */
    Random random() {
        return random;
    }

    /** Tokens so far, without the prompt. */
    int written() {
        return tokens.size();
    }

    int token(int index) {
        return tokens.get(index);
    }

    List<Integer> tokens() {
        return tokens;
    }

    int position() {
        return position;
    }

    /** What to read at the position. */
    int next() {
        return position < prompt.length ? prompt[position] : tokens.get(position - prompt.length);
    }

    boolean isDetecting() {
        return language == null;
    }

    /** These may be spoken: go on with one's prompt, whose first token may be the one just read. */
    void detected(List<Stretch.Language> languages, Stretch.Language first, int[] full) {
        position = full[0] == prompt[0] ? 1 : 0;
        prompt = full;
        heard = languages;
        language = first;
        tried.add(first);
    }

    /** Languages that were detected, and how probable; none where it was known. */
    List<Stretch.Language> heard() {
        return heard;
    }

    /** Those of them that a text was written in. */
    List<Stretch.Language> tried() {
        return tried;
    }

    /** Whether the token just read is one of the prompt that others follow. */
    boolean isInPrompt() {
        return position + 1 < prompt.length;
    }

    void noSpeech(double probability) {
        noSpeechProbability = probability;
    }

    void read() {
        position++;
    }

    void write(TokenRules.Choice choice, float[] query) {
        tokens.add(choice.token());
        written.add(new Decoded.Token(choice.token(), choice.logProbability(), query));
        logProbabilities += choice.logProbability();
    }

    /** What this attempt wrote. The end token, if it came, has been written as well. */
    Decoded decoded(Vocabulary vocabulary) {
        boolean ended = !tokens.isEmpty() && tokens.get(tokens.size() - 1) == vocabulary.end();
        int period = LoopCheck.period(tokens);
        int keep = period == 0 ? tokens.size() : LoopCheck.keepOnce(tokens, period);
        String text = vocabulary.text(tokens.subList(0, keep));
        return new Decoded(
                Objects.requireNonNull(language),
                List.copyOf(written.subList(0, keep)),
                text.strip(),
                temperature,
                logProbabilities / Math.max(1, tokens.size()),
                Decoded.compressionRatio(text.strip()),
                noSpeechProbability,
                period > 0,
                ended);
    }

    int attempt() {
        return attempt;
    }

    @Nullable
    Decoded best() {
        return best;
    }

    /** What the row is done with: the best of all attempts. */
    void keep(Decoded kept) {
        best = kept;
    }

    /** Starts over in a language that was not tried yet. */
    void retryIn(Stretch.Language other, int[] itsPrompt) {
        tried.add(other);
        temperature = 0;
        startOver(other, itsPrompt);
    }

    /** Starts over at another temperature. */
    void retry(Stretch.Language best, int[] itsPrompt, double nextTemperature) {
        attempt++;
        temperature = nextTemperature;
        startOver(best, itsPrompt);
        random = new Random(31L * attempt + Arrays.hashCode(prompt) + Double.hashCode(stretch.position()));
    }

    private void startOver(Stretch.Language next, int[] itsPrompt) {
        language = next;
        prompt = itsPrompt;
        position = 0;
        logProbabilities = 0;
        tokens.clear();
        written.clear();
    }
}
