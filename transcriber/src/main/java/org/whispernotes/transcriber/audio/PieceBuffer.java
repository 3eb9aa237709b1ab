package org.whispernotes.transcriber.audio;

import java.util.Arrays;

/** One piece of one channel, as it will be stored. */
final class PieceBuffer {

    private final byte[] bytes = new byte[Pcm.PIECE_SAMPLES * Pcm.SAMPLE_BYTES];
    private int length;
    private double energy;

    /** In samples. */
    int length() {
        return length;
    }

    int room() {
        return Pcm.PIECE_SAMPLES - length;
    }

    /** Sum of squares of what is inside. */
    double energy() {
        return energy;
    }

    void put(float[] samples, int from, int count) {
        for (int i = from; i < from + count; i++) {
            energy += samples[i] * samples[i];
            int value = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(samples[i] * Pcm.FULL_SCALE)));
            bytes[2 * length] = (byte) value;
            bytes[2 * length + 1] = (byte) (value >> 8);
            length++;
        }
    }

    void silence(int count) {
        Arrays.fill(bytes, 2 * length, 2 * (length + count), (byte) 0);
        length += count;
    }

    /** The piece; the buffer is empty afterwards. */
    byte[] takeBytes() {
        byte[] taken = Arrays.copyOf(bytes, length * Pcm.SAMPLE_BYTES);
        clear();
        return taken;
    }

    void clear() {
        length = 0;
        energy = 0;
    }
}
