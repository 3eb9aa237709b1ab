package org.whispernotes.transcriber.recognise.ggml;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/** {@code whisper_full_params}, by value: 264 bytes on 64 bit machines. C's {@code bool} is one byte. */
@Structure.FieldOrder({
    "strategy",
    "threads",
    "maxTextContext",
    "offsetMs",
    "durationMs",
    "translate",
    "noContext",
    "noTimestamps",
    "singleSegment",
    "printSpecial",
    "printProgress",
    "printRealtime",
    "printTimestamps",
    "tokenTimestamps",
    "timestampThreshold",
    "timestampSumThreshold",
    "maxLength",
    "splitOnWord",
    "maxTokens",
    "debugMode",
    "audioContext",
    "tinydiarize",
    "suppressRegex",
    "initialPrompt",
    "promptTokens",
    "promptTokenCount",
    "language",
    "detectLanguage",
    "suppressBlank",
    "suppressNonSpeech",
    "temperature",
    "maxInitialTimestamp",
    "lengthPenalty",
    "temperatureIncrement",
    "entropyThreshold",
    "logProbabilityThreshold",
    "noSpeechThreshold",
    "greedyBestOf",
    "beamSize",
    "beamPatience",
    "newSegment",
    "newSegmentData",
    "progress",
    "progressData",
    "encoderBegin",
    "encoderBeginData",
    "abort",
    "abortData",
    "logitsFilter",
    "logitsFilterData",
    "grammar",
    "grammarRules",
    "grammarStart",
    "grammarPenalty"
})
public final class WhisperFullParams extends Structure implements Structure.ByValue {

    static final int GREEDY = 0;

    public int strategy;
    public int threads;
    public int maxTextContext;
    public int offsetMs;
    public int durationMs;
    public byte translate;
    public byte noContext;
    public byte noTimestamps;
    public byte singleSegment;
    public byte printSpecial;
    public byte printProgress;
    public byte printRealtime;
    public byte printTimestamps;
    public byte tokenTimestamps;
    public float timestampThreshold;
    public float timestampSumThreshold;
    public int maxLength;
    public byte splitOnWord;
    public int maxTokens;
    public byte debugMode;
    public int audioContext;
    public byte tinydiarize;
    public @Nullable Pointer suppressRegex;
    public @Nullable Pointer initialPrompt;
    public @Nullable Pointer promptTokens;
    public int promptTokenCount;
    public @Nullable Pointer language;
    public byte detectLanguage;
    public byte suppressBlank;
    public byte suppressNonSpeech;
    public float temperature;
    public float maxInitialTimestamp;
    public float lengthPenalty;
    public float temperatureIncrement;
    public float entropyThreshold;
    public float logProbabilityThreshold;
    public float noSpeechThreshold;
    public int greedyBestOf;
    public int beamSize;
    public float beamPatience;
    public @Nullable Pointer newSegment;
    public @Nullable Pointer newSegmentData;
    public @Nullable Pointer progress;
    public @Nullable Pointer progressData;
    public @Nullable Pointer encoderBegin;
    public @Nullable Pointer encoderBeginData;
    public @Nullable Pointer abort;
    public @Nullable Pointer abortData;
    public @Nullable Pointer logitsFilter;
    public @Nullable Pointer logitsFilterData;
    public @Nullable Pointer grammar;
    public long grammarRules;
    public long grammarStart;
    public float grammarPenalty;

    /** Over what the library filled with its defaults. */
    WhisperFullParams(Pointer defaults) {
        super(defaults);
        read();
    }
}
