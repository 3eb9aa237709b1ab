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
 */
public record QualityRules(
        @DefaultValue({"0", "0.2", "0.4", "0.6", "0.8", "1"})
        List<Double> temperatures,

        @DefaultValue("2.4") double maxCompressionRatio,
        @DefaultValue("-1") double minLogProbability,
        @DefaultValue("0.6") double noSpeechThreshold,
        @DefaultValue("0.35") double doubtThreshold) {

    public QualityRules {
        if (temperatures.isEmpty()) {
            throw new IllegalArgumentException("notes.recognise.onnx.quality.temperatures needs at least one value");
        }
        temperatures = List.copyOf(temperatures);
    }

    static QualityRules defaults() {
        return new QualityRules(List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), 2.4, -1, 0.6, 0.35);
    }

    boolean isSilence(Decoded text) {
        boolean guessed = text.averageLogProbability() < minLogProbability;
        return text.noSpeechProbability() > noSpeechThreshold && guessed
                || text.noSpeechProbability() > doubtThreshold && !isCredible(text);
    }

    boolean isGoodEnough(Decoded text) {
        return isSilence(text) || isCredible(text);
    }

    boolean isCredible(Decoded text) {
        return !text.looped()
                && text.compressionRatio() <= maxCompressionRatio
                && text.averageLogProbability() >= minLogProbability;
    }

    /** Of two texts that aren't good enough, the one to keep: not repetitive before probable. */
    Decoded better(Decoded one, Decoded other) {
        boolean oneRepeats = one.looped() || one.compressionRatio() > maxCompressionRatio;
        boolean otherRepeats = other.looped() || other.compressionRatio() > maxCompressionRatio;
        if (oneRepeats != otherRepeats) {
            return oneRepeats ? other : one;
        }
        return one.averageLogProbability() >= other.averageLogProbability() ? one : other;
    }
}
