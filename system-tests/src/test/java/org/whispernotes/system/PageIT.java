package org.whispernotes.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"))
                .isZero();
    }

    @AfterAll
    static void stop() {
        if (standalone != null) {
            standalone.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording.test.mjs", "trouble.test.mjs", "dead-letters.test.mjs"})
    void a_person_sees_what_the_script_says(String script) throws IOException, InterruptedException {
        assertThat(run("node", "--test", "--test-reporter=spec", script))
                .as("what failed is printed above")
                .isZero();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).directory(SCRIPTS.toFile()).inheritIO();
        builder.environment().putAll(Servers.get().environment());
        builder.environment().put("NOTES_URL", standalone.url().toString());
        builder.environment().put("NOTES_SAMPLE", sample.toString());
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end in " + PATIENCE_MINUTES + " minutes");
        }
        return process.exitValue();
    }
}
