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
    private Hypothesis text = Hypothesis.EMPTY;
    private int[] prompt;
    private Stretch.@Nullable Language language;
    private List<Stretch.Language> heard = List.of();
    private final List<Stretch.Language> tried = new ArrayList<>();
    private int position;
    private int attempt;
    private double temperature;
    private double noSpeechProbability = Double.NaN;
    private boolean waiting;
    private boolean searched;
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

    private Row(Row leader) {
        this.stretch = leader.stretch;
        this.frames = leader.frames;
        this.timestamps = leader.timestamps;
        this.prompt = leader.prompt;
        this.language = leader.language;
        this.noSpeechProbability = leader.noSpeechProbability;
    }

    /** For the same stretch, to be searched at the same time. */
    Row twin() {
        return new Row(this);
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

    Hypothesis text() {
        return text;
    }

    /** Tokens so far, without the prompt. */
    int written() {
        return text.length();
    }

    int token(int index) {
        return text.tokens().get(index);
    }

    int position() {
        return position;
    }

    /** What to read at the position. */
    int next() {
        return position < prompt.length ? prompt[position] : token(position - prompt.length);
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

    /** Goes on with a text that is a token longer than what was read. */
    void goOn(Hypothesis longer) {
        text = longer;
        position = prompt.length + longer.length() - 1;
    }

    /** What this attempt wrote. */
    Decoded decoded(Vocabulary vocabulary) {
        return decoded(text, vocabulary);
    }

    Decoded decoded(Hypothesis found, Vocabulary vocabulary) {
        return found.decoded(vocabulary, Objects.requireNonNull(language), temperature, noSpeechProbability);
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

    /** Waits for its stretch to be searched for a text that begins so. */
    void search(Stretch.Language best, int[] itsPrompt, Hypothesis beginning) {
        waiting = true;
        searched = true;
        temperature = 0;
        startOver(best, itsPrompt);
        if (beginning.length() > 0) {
            goOn(beginning);
        }
    }

    /** Whether its stretch is to be searched, which has not begun. */
    boolean isWaiting() {
        return waiting;
    }

    void beginSearch() {
        waiting = false;
    }

    boolean wasSearched() {
        return searched;
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
        // What the decoder kept of the same prompt still stands.
        position = Arrays.equals(prompt, itsPrompt) ? prompt.length - 1 : 0;
        prompt = itsPrompt;
        text = Hypothesis.EMPTY;
    }
}
