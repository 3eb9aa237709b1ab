package org.whispernotes.transcriber.recognise;

/**
 * A stretch of audio that holds speech.
 *
 * @param start where the window begins in the recording, seconds
 * @param samples 16 kHz mono, -1..1
 */
public record SpeechWindow(double start, float[] samples) {

    public static final int SAMPLE_RATE = 16_000;

    /** Length in seconds. */
    public double duration() {
        return (double) samples.length / SAMPLE_RATE;
    }

    /** End in the recording, seconds. */
    public double end() {
        return start + duration();
    }
}
