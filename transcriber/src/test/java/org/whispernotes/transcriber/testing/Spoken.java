package org.whispernotes.transcriber.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Synthetic speech with known word times: festival's voices kal_diphone and cmu_us_slt_arctic_hts, times from its
 * utterance structure; a German and a Spanish sentence by espeak-ng.
 */
public final class Spoken {

    /** Recordings of a minute and less. */
    public static final String MAN = "kal_diphone_0";

    public static final String WOMAN = "cmu_us_slt_arctic_hts_1";

    private Spoken() {}

    /** A word as it was spoken, seconds. */
    public record Word(String text, double start, double end) {}

    /** 16 kHz mono, stored as G.711 mu-law. */
    public static float[] samples(String name) {
        byte[] codes = Samples.read(Spoken.class, name + ".ulaw");
        float[] samples = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            int inverted = ~codes[i];
            int magnitude = (((inverted & 0x0f) << 3) + 132 << (inverted >> 4 & 7)) - 132;
            samples[i] = ((inverted & 0x80) == 0 ? magnitude : -magnitude) / 32768f;
        }
        return samples;
    }

    public static List<Word> words(String name) {
        return new String(Samples.read(Spoken.class, name + ".words"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .map(field -> new Word(field[0], Double.parseDouble(field[1]), Double.parseDouble(field[2])))
                .toList();
    }

    /** Words as they are compared: without case and marks. */
    public static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} ]", "");
    }
}
