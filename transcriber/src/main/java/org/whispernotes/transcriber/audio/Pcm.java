package org.whispernotes.transcriber.audio;

/** Audio as it is stored: signed 16 bit, little endian, in pieces of a minute. */
final class Pcm {

    static final int SAMPLE_RATE = 16_000;
    static final int SAMPLE_BYTES = 2;
    static final int PIECE_SAMPLES = 60 * SAMPLE_RATE;
    static final float FULL_SCALE = 32_768;

    private Pcm() {}

    /** How many samples there are. */
    static int samples(byte[] bytes) {
        return bytes.length / SAMPLE_BYTES;
    }

    /** Adds {@code count} samples from {@code from} on, times a factor, to the target from {@code to} on. */
    static void add(byte[] bytes, int from, int count, float factor, float[] target, int to) {
        for (int i = 0; i < count; i++) {
            int at = SAMPLE_BYTES * (from + i);
            target[to + i] += factor * ((short) (bytes[at] & 0xff | bytes[at + 1] << 8) / FULL_SCALE);
        }
    }
}
