package org.whispernotes.transcriber.recognise.onnx;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the ONNX engine runs.
 *
 * @param precision {@code auto} takes 8 bits: in attention as well where the processor can, with reduced range on x86
 *     without VNNI
 * @param threads per model; 0 for all processors that this process may use
 * @param batch windows decoded at once; 0 chooses by memory, at most 8
 * @param beam texts that are followed at once where the first one is not sure; 1 for never. Less where memory is short
 * @param timestamps whether Whisper times segments itself (slower); otherwise segments are cut by word times
 * @param maxNewTokens longest text of one window; at most 224
 * @param maxPromptTokens prompt and hotwords together; at most 224
 * @param requests callers served at once, each with any number of windows; others wait
 * @param contextPadding seconds of silence that a short window is lengthened by, at most to 30 s in all; less is faster.
 *     What is read again gets 5 s at most
 * @param alignPhones whether English words are timed by their sounds where the model for it is there; else by the
 *     decoder's attention alone, as in other languages
 */
@ConfigurationProperties("notes.recognise.onnx")
public record OnnxSettings(
        @DefaultValue("auto") Precision precision,
        @DefaultValue("0") int threads,
        @DefaultValue("0") int batch,
        @DefaultValue("4") int beam,
        @DefaultValue("false") boolean timestamps,
        @DefaultValue("224") int maxNewTokens,
        @DefaultValue("96") int maxPromptTokens,
        @DefaultValue("16") int requests,
        @DefaultValue("12") double contextPadding,
        @DefaultValue("true") boolean alignPhones,
        @Nullable QualityRules quality) {

    /** What to compute in. */
    public enum Precision {
        AUTO,
        FLOAT32,
        INT8,
        INT8_VNNI,
        INT8_REDUCED_RANGE
    }

    private static final int HALF_CONTEXT = 224;

    public OnnxSettings {
        if (threads < 0 || batch < 0 || beam < 1 || requests < 1 || contextPadding < 0) {
            throw new IllegalArgumentException(
                    "notes.recognise.onnx: threads, batch and context-padding can't be negative, beam and requests are at least 1");
        }
        if (maxNewTokens < 1 || maxNewTokens > HALF_CONTEXT || maxPromptTokens < 0 || maxPromptTokens > HALF_CONTEXT) {
            throw new IllegalArgumentException(
                    "notes.recognise.onnx: max-new-tokens is 1 to 224, max-prompt-tokens 0 to 224");
        }
    }

    /** Everything by default. */
    public static OnnxSettings defaults() {
        return new OnnxSettings(Precision.AUTO, 0, 0, 4, false, HALF_CONTEXT, 96, 16, 12, true, null);
    }

    QualityRules rules() {
        return quality == null ? QualityRules.defaults() : quality;
    }

    int effectiveThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
