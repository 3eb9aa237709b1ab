package org.whispernotes.transcriber.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.transcriber.testing.LocalModels;

/** A stop in the middle of a model, in a process of its own: a crash would be the end of the tests. */
class OnnxEnvironmentTest {

    private static final String MODEL = "silero-vad";
    private static final String FILE = "silero_vad_16k_sequence.onnx";
    private static final int TERMINATED = 128 + 15;

    @Timeout(60)
    @RepeatedTest(4)
    void a_process_that_is_stopped_in_the_middle_of_a_model_finishes_and_does_not_crash(@TempDir Path dir)
            throws IOException, InterruptedException {
        Path model = LocalModels.require(MODEL, FILE).require(MODEL, FILE);
        Process process = new ProcessBuilder(command(dir, model))
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            List<String> said = new ArrayList<>();
            String line;
            while ((line = output.readLine()) != null) {
                said.add(line);
                if (line.equals(StoppedInTheMiddle.RUNNING)) {
                    process.toHandle().destroy();
                }
            }

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(String.join("\n", said)).isEqualTo(TERMINATED);
            assertThat(said).as("said").endsWith(StoppedInTheMiddle.FINISHED);
            assertThat(dir.toFile().list()).as("crash reports").isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Path dir, Path model) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-Xmx128m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + dir.resolve("hs_err_%p.log"),
                "-cp",
                System.getProperty("java.class.path"),
                StoppedInTheMiddle.class.getName(),
                model.toString()));
        return command;
    }
}
