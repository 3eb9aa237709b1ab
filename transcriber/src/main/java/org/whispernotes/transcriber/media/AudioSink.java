package org.whispernotes.transcriber.media;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes audio as it is decoded. */
@FunctionalInterface
public interface AudioSink {

    /**
     * Both arrays are used again after the call.
     *
     * @param mix of all channels: 16 kHz, -1..1
     * @param side half of what left has more than right, so that left = mix + side and right = mix - side; null when the
     *     recording has one channel
     * @param count how many samples are valid
     */
    void accept(float[] mix, float @Nullable [] side, int count) throws IOException;
}
