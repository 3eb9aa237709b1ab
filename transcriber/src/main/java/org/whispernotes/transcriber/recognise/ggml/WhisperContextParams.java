package org.whispernotes.transcriber.recognise.ggml;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/** {@code whisper_context_params}, by value. C's {@code bool} is one byte. */
@Structure.FieldOrder({
    "useGpu",
    "flashAttention",
    "gpuDevice",
    "dtwTokenTimestamps",
    "dtwPreset",
    "dtwTop",
    "dtwHeadCount",
    "dtwHeads",
    "dtwMemory"
})
public final class WhisperContextParams extends Structure implements Structure.ByValue {
    public byte useGpu;
    public byte flashAttention;
    public int gpuDevice;
    public byte dtwTokenTimestamps;
    public int dtwPreset;
    public int dtwTop;
    public long dtwHeadCount;
    public @Nullable Pointer dtwHeads;
    public long dtwMemory;

    /** Over what the library filled with its defaults. */
    WhisperContextParams(Pointer defaults) {
        super(defaults);
        read();
    }
}
