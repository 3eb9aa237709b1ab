package org.whispernotes.transcriber.speaker;

/** The segmentation model's grid: windows of 5 s at 16 kHz, cut into frames of 270 samples. */
final class Frames {

    static final int SAMPLE_RATE = 16_000;
    /** Samples of one window. */
    static final int WINDOW = 5 * SAMPLE_RATE;
    /** Frames of one window. */
    static final int COUNT = 293;
    /** Samples from one frame to the next. */
    static final int HOP = 270;
    /** Speakers that the model tells apart within a window. */
    static final int SLOTS = 3;

    static final double SECONDS = (double) HOP / SAMPLE_RATE;

    /** Samples from a window's start to the centre of its first frame: half of the model's receptive field. */
    private static final int CENTRE = 495;

    private Frames() {}

    /** When a frame begins, seconds after the first window's start. */
    static double start(long frame) {
        return (CENTRE + frame * HOP - HOP / 2.0) / SAMPLE_RATE;
    }

    /** The frame, of a window or of the recording, that holds a sample. */
    static int at(long sample) {
        return (int) Math.round((double) (sample - CENTRE) / HOP);
    }

    /** The recording's frame that is the first of a window which begins at the sample. */
    static int firstOf(long sample) {
        return (int) Math.round((double) sample / HOP);
    }
}
