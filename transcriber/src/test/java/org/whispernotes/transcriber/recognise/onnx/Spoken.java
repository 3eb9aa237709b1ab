package org.whispernotes.transcriber.recognise.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Synthetic speech with known word times: festival's voices kal_diphone and cmu_us_slt_arctic_hts, times from its
 * utterance structure; and a German sentence by espeak-ng.
 */
final class Spoken {

    private Spoken() {}

    /** A word as it was spoken, seconds. */
    record Word(String text, double start, double end) {}

    /** 16 kHz mono, stored as G.711 mu-law. */
    static float[] samples(String name) {
        byte[] codes = read(name + ".ulaw");
        float[] samples = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            int inverted = ~codes[i];
            int magnitude = (((inverted & 0x0f) << 3) + 132 << (inverted >> 4 & 7)) - 132;
            samples[i] = ((inverted & 0x80) == 0 ? magnitude : -magnitude) / 32768f;
        }
        return samples;
    }

    static List<Word> words(String name) {
        return new String(read(name + ".words"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .map(field -> new Word(field[0], Double.parseDouble(field[1]), Double.parseDouble(field[2])))
                .toList();
    }

    private static byte[] read(String name) {
        try (InputStream in = Spoken.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
