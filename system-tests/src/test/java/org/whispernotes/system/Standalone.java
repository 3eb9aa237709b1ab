package org.whispernotes.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.whispernotes.testing.Servers;

/** The product in a process of its own, as {@code ./notes up} starts it. */
final class Standalone implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;
    private final Path log;

    private Standalone(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts it and waits until it is ready. {@code settings} are environment variables on top of the servers'. */
    static Standalone start(Servers servers, Map<String, String> settings) {
        try {
            int port = freePort();
            Path log = Path.of("target", "standalone-" + port + ".log").toAbsolutePath();
            ProcessBuilder builder =
                    new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
            Map<String, String> environment = builder.environment();
            servers.springProperties().forEach((name, value) -> environment.put(variable(name), value));
            environment.put("NOTES_PORT", Integer.toString(port));
            environment.put("NOTES_MODELS_DIR", models().toString());
            environment.put(
                    "NOTES_TEMP_DIR", Files.createTempDirectory("whisper-notes").toString());
            environment.put("OMP_WAIT_POLICY", "PASSIVE");
            environment.putAll(settings);
            Standalone standalone = new Standalone(builder.start(), URI.create("http://127.0.0.1:" + port), log);
            standalone.awaitReady();
            return standalone;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return url;
    }

    /** SIGKILL: nothing is cleaned up. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitExit() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    private void awaitReady() {
        await().alias("standalone is ready, see " + log)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("standalone ended at once:\n" + Files.readString(log));
                    }
                    return isReady();
                });
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> command() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    private static Path jar() throws IOException {
        Path target = Path.of("..", "standalone", "target").toAbsolutePath().normalize();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "standalone-*-exec.jar")) {
            return jars.iterator().next();
        }
    }

    /** Where {@code ./notes test} put the models. */
    static Path models() {
        String set = System.getenv("NOTES_MODELS_DIR");
        return set != null
                ? Path.of(set)
                : Path.of(System.getProperty("user.home"), ".cache", "whisper-notes", "models");
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
