package org.whispernotes.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Recordings made on the spot with flite and ffmpeg: spoken text that is known, in any container. */
public final class Recordings {

    /** What {@link #speech} says, in the words that a recogniser would write. */
    static final String SPOKEN = "The garden needs water every morning, and the gate should be closed at night.";

    private final Path dir;

    public Recordings(Path dir) {
        this.dir = dir;
    }

    /** A voice that says {@link #SPOKEN}. */
    public Path speech() {
        return speech("speech.wav", SPOKEN);
    }

    public Path speech(String name, String text) {
        Path wav = dir.resolve(name);
        run("flite", "-voice", "slt", "-t", text, "-o", wav.toString());
        return wav;
    }

    /** Converts with ffmpeg; {@code options} stand between input and output. */
    public Path convert(Path input, String name, String... options) {
        Path output = dir.resolve(name);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-i", input.toString()));
        command.addAll(List.of(options));
        command.add(output.toString());
        run(command.toArray(String[]::new));
        return output;
    }

    /** A moving picture of the given length, without or with that sound. */
    public Path video(String name, String... options) {
        Path output = dir.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=4"));
        command.addAll(List.of(options));
        command.add(output.toString());
        run(command.toArray(String[]::new));
        return output;
    }

    public Path text(String name, String content) {
        try {
            return Files.writeString(dir.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first part of a file, as a broken-off upload leaves it. */
    public Path cut(Path whole, String name, double fraction) {
        try {
            byte[] bytes = Files.readAllBytes(whole);
            int keep = (int) (bytes.length * fraction);
            return Files.write(dir.resolve(name), Arrays.copyOf(bytes, keep));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " is needed by this test: run ./notes test", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
