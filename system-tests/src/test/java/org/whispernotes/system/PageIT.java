package org.whispernotes.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispernotes.testing.Servers;

/** The page in a real browser. {@code src/test/browser} says what a person does and must see. */
class PageIT {

    private static final Path SCRIPTS = Path.of("src", "test", "browser").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 10;

    @TempDir
    static Path dir;

    private static Standalone standalone;
    private static Path sample;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        sample = new Recordings(dir).speech();
        standalone = Standalone.start(Servers.get(), Map.of());
        run("install", "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error");
    }

    @AfterAll
    static void stop() {
        if (standalone != null) {
            standalone.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recording.test.mjs",
                "options.test.mjs",
                "trouble.test.mjs",
                "progress.test.mjs",
                "dead-letters.test.mjs"
            })
    void a_person_sees_what_the_script_says(String script) throws IOException, InterruptedException {
        run(script, "node", "--test", "--test-reporter=spec", script);
    }

    /** Into a file: this JVM's own streams belong to the build. */
    private static void run(String name, String... command) throws IOException, InterruptedException {
        Path log = Path.of("target", "browser-" + name + ".log").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Servers.get().environment());
        builder.environment().put("NOTES_URL", standalone.url().toString());
        builder.environment().put("NOTES_SAMPLE", sample.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", String.join(" ", command), Files.readString(log))
                .isTrue();
    }
}
