package org.whispernotes.transcriber.recognise.onnx;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a decoded text is good enough, as in Whisper's own {@code transcribe.py}.
 *
 * @param temperatures tried in order until a text is good enough
 * @param maxCompressionRatio a text that zlib shrinks more than this repeats itself
 * @param minLogProbability mean per token below which a text is a guess
 * @param noSpeechThreshold probability of silence from which a guess counts as silence
 * @param doubtThreshold probability of silence from which a text that isn't good enough at the first try counts as silence
 * @param searchBelow mean per token below which a more probable text is searched for; 0 searches always
 */
public record QualityRules(
        @DefaultValue({"0", "0.2", "0.4", "0.6", "0.8", "1"})
        List<Double> temperatures,

        @DefaultValue("2.4") double maxCompressionRatio,
        @DefaultValue("-1") double minLogProbability,
        @DefaultValue("0.6") double noSpeechThreshold,
        @DefaultValue("0.5") double doubtThreshold,
        @DefaultValue("-0.39") double searchBelow) {

    /** Mean per token below which a text may be in the wrong language. */
    private static final double SURE_OF_LANGUAGE = -0.8;

    public QualityRules {
        if (temperatures.isEmpty()) {
            throw new IllegalArgumentException("notes.recognise.onnx.quality.temperatures needs at least one value");
        }
        temperatures = List.copyOf(temperatures);
    }

    static QualityRules defaults() {
        return new QualityRules(List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), 2.4, -1, 0.6, 0.5, -0.39);
    }

    boolean isSilence(Decoded text) {
        boolean guessed = text.averageLogProbability() < minLogProbability;
        return text.noSpeechProbability() > noSpeechThreshold && guessed
                || text.noSpeechProbability() > doubtThreshold && !isCredible(text);
    }

    /** Whether the text is so improbable that it may be in the wrong language. */
    boolean isDoubtful(Decoded text) {
        return !isSilence(text) && (!isCredible(text) || text.averageLogProbability() < SURE_OF_LANGUAGE);
    }

    /** Whether a text that is read word by word, each the most probable, may miss a more probable one. */
    boolean isWorthSearching(Decoded text) {
        return !isSilence(text) && (!isCredible(text) || text.averageLogProbability() < searchBelow);
    }

    boolean isGoodEnough(Decoded text) {
        return isSilence(text) || isCredible(text);
    }

    boolean isCredible(Decoded text) {
        return !isCircular(text) && text.averageLogProbability() >= minLogProbability;
    }

    /** Whether it repeats itself, or was stopped for it. */
    boolean isCircular(Decoded text) {
        return text.looped() || isRepetitive(text);
    }

    boolean isRepetitive(Decoded text) {
        return text.compressionRatio() > maxCompressionRatio;
    }

    /** Of two texts that aren't good enough, the one to keep: not repetitive before probable. */
    Decoded better(Decoded one, Decoded other) {
        boolean oneRepeats = isCircular(one);
        boolean otherRepeats = isCircular(other);
        if (oneRepeats != otherRepeats) {
            return oneRepeats ? other : one;
        }
        return one.averageLogProbability() >= other.averageLogProbability() ? one : other;
    }
}
