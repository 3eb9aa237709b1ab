package org.whispernotes.transcriber.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Wave files at 8 kHz made of the sample. */
public final class Waves {

    /** Seconds before anybody talks in a call: more than a stored piece. */
    public static final int RINGING = 61;
    /** Seconds of a turn of a call. */
    public static final double TURN = 6;

    private static final int RATE = 8_000;

    private Waves() {}

    /** The sample again and again, with a second of silence after each. */
    public static byte[] repeated(int times) {
        float[] speech = Samples.samples("speech.flac");
        int step = speech.length / 2 + RATE;
        ByteBuffer pcm = ByteBuffer.allocate(2 * times * step).order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < times; t++) {
            for (int i = 0; i < step; i++) {
                pcm.putShort(at(speech, i));
            }
        }
        return file(pcm.array(), 1);
    }

    /** The sample's first frames of an eighth of a millisecond: somebody still speaks when the recording ends. */
    public static byte[] cutOff(int frames) {
        float[] speech = Samples.samples("speech.flac");
        ByteBuffer pcm = ByteBuffer.allocate(2 * frames).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            pcm.putShort(at(speech, i));
        }
        return file(pcm.array(), 1);
    }

    /** First the same faint noise on both sides, then the sample as often as asked for: left, right, left. */
    public static byte[] call(int times) {
        float[] speech = Samples.samples("speech.flac");
        Random random = new Random(1);
        ByteBuffer pcm =
                ByteBuffer.allocate((int) (4 * RATE * (RINGING + times * TURN))).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < RATE * RINGING; i++) {
            short noise = (short) (random.nextGaussian() * 20);
            pcm.putShort(noise).putShort(noise);
        }
        for (int turn = 0; turn < times; turn++) {
            for (int i = 0; i < RATE * TURN; i++) {
                short value = at(speech, i);
                pcm.putShort(turn % 2 == 0 ? value : 0).putShort(turn % 2 == 0 ? 0 : value);
            }
        }
        return file(pcm.array(), 2);
    }

    public static byte[] silence(int seconds) {
        return file(new byte[2 * RATE * seconds], 1);
    }

    /** Every other value of the sample's 16 kHz; silence after its end. */
    private static short at(float[] speech, int i) {
        return 2 * i + 1 < speech.length ? (short) Math.round(speech[2 * i] * 32_767) : 0;
    }

    private static byte[] file(byte[] pcm, int channels) {
        ByteBuffer file = ByteBuffer.allocate(44 + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + pcm.length);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        file.putShort((short) channels)
                .putInt(RATE)
                .putInt(2 * RATE * channels)
                .putShort((short) (2 * channels))
                .putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(pcm.length).put(pcm);
        return file.array();
    }
}
