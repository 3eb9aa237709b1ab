package org.whispernotes.bench.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One speaker talking, as a reference or a tool says.
 *
 * @param start seconds
 * @param end seconds
 */
public record SpeakerTurn(double start, double end, String speaker) {

    private static final int FIELDS = 8;

    /**
     * Reads the SPEAKER lines of an RTTM file (NIST Rich Transcription 2009 evaluation plan, appendix A).
     *
     * @throws IOException when it can't be read or a line is not of that form
     */
    public static List<SpeakerTurn> readRttm(Path file) throws IOException {
        List<SpeakerTurn> turns = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("SPEAKER")) {
                continue;
            }
            String[] fields = line.trim().split("\\s+");
            if (fields.length < FIELDS) {
                throw new IOException(file + ": '" + line + "' is no RTTM line");
            }
            try {
                double start = Double.parseDouble(fields[3]);
                turns.add(new SpeakerTurn(start, start + Double.parseDouble(fields[4]), fields[7]));
            } catch (NumberFormatException e) {
                throw new IOException(file + ": '" + line + "' has no times", e);
            }
        }
        return turns;
    }
}
