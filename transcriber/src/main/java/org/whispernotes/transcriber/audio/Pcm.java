package org.whispernotes.transcriber.audio;

/** Audio as it is stored: signed 16 bit, little endian, in pieces of a minute. */
final class Pcm {

    static final int SAMPLE_RATE = 16_000;
    static final int SAMPLE_BYTES = 2;
    static final int PIECE_SAMPLES = 60 * SAMPLE_RATE;
    static final float FULL_SCALE = 32_768;

    private Pcm() {}

    static float[] decode(byte[] bytes) {
        float[] samples = new float[bytes.length / SAMPLE_BYTES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (bytes[2 * i] & 0xff | bytes[2 * i + 1] << 8) / FULL_SCALE;
        }
        return samples;
    }
}
