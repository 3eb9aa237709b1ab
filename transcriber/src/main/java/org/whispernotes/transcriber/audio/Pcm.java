package org.whispernotes.transcriber.audio;

/** Samples as they are stored: signed 16 bit, little endian. */
final class Pcm {

    static final int SAMPLE_RATE = 16_000;
    static final int SAMPLE_BYTES = 2;

    private static final float FULL_SCALE = 32_768;

    private Pcm() {}

    static byte[] encode(float[] samples, int count) {
        byte[] bytes = new byte[count * SAMPLE_BYTES];
        for (int i = 0; i < count; i++) {
            int value = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(samples[i] * FULL_SCALE)));
            bytes[2 * i] = (byte) value;
            bytes[2 * i + 1] = (byte) (value >> 8);
        }
        return bytes;
    }

    static float[] decode(byte[] bytes, int length) {
        float[] samples = new float[length / SAMPLE_BYTES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (bytes[2 * i] & 0xff | bytes[2 * i + 1] << 8) / FULL_SCALE;
        }
        return samples;
    }
}
