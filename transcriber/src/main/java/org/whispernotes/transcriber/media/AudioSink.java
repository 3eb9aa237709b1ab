package org.whispernotes.transcriber.media;

import java.io.IOException;

/** Takes audio as it is decoded. */
@FunctionalInterface
public interface AudioSink {

    /**
     * @param samples 16 kHz mono, -1..1; the array is used again after the call
     * @param count how many of them are valid
     */
    void accept(float[] samples, int count) throws IOException;
}
