package org.whispernotes.bench.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** 16 kHz mono 16-bit WAV files, as the benchmark makes them for those who read nothing else. */
final class WavFile {

    private static final int HEADER = 12;
    private static final int CHUNK = 8;

    private WavFile() {}

    /** Samples, -1..1. */
    static float[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int at = HEADER;
        while (at + CHUNK <= bytes.limit()) {
            String id = new String(bytes.array(), at, 4, StandardCharsets.US_ASCII);
            int length = bytes.getInt(at + 4);
            if (id.equals("data")) {
                float[] samples = new float[Math.min(length, bytes.limit() - at - CHUNK) / 2];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = bytes.getShort(at + CHUNK + 2 * i) / 32768f;
                }
                return samples;
            }
            at += CHUNK + length + (length & 1);
        }
        throw new IOException(file + " is no WAV file");
    }
}
