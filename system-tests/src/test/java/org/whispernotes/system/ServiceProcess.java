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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One of the product's packaged services in a process of its own, unpacked as {@code ./notes up} starts it. */
public final class ServiceProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, Path> UNPACKED = new ConcurrentHashMap<>();

    private final String module;
    private final URI url;
    private final Path log;
    private final Map<String, String> environment;
    private volatile Process process;

    private ServiceProcess(String module, int port, Map<String, String> environment) {
        this.module = module;
        this.url = URI.create("http://127.0.0.1:" + port);
        this.log = Path.of("target", module + "-" + port + ".log").toAbsolutePath();
        this.environment = environment;
        this.process = launch();
        // Tests that are broken off must not leave it running.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /**
     * Starts a service; returns before it is ready.
     *
     * @param module whose packaged jar it is
     * @param springProperties where the servers are
     * @param settings environment variables on top of that
     */
    public static ServiceProcess start(
            String module, Map<String, String> springProperties, Map<String, String> settings) {
        try {
            int port = freePort();
            Map<String, String> environment = new LinkedHashMap<>();
            springProperties.forEach((name, value) -> environment.put(variable(name), value));
            environment.put("NOTES_PORT", Integer.toString(port));
            environment.put("NOTES_MODELS_DIR", models().toString());
            environment.put(
                    "NOTES_TEMP_DIR", Files.createTempDirectory("whisper-notes").toString());
            environment.put("OMP_WAIT_POLICY", "PASSIVE");
            environment.putAll(settings);
            return new ServiceProcess(module, port, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return url;
    }

    /** Starts it again on the same port after it was killed; returns before it is ready. */
    public void restart() {
        process = launch();
    }

    /** SIGKILL: nothing is cleaned up. */
    public void kill() {
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    /** Any signal by its name: {@code STOP}, {@code CONT}, {@code TERM}. */
    public void signal(String name) {
        try {
            int rc = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (rc != 0) {
                throw new IllegalStateException(module + " could not be sent " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory in bytes (Linux). */
    public long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Waits until it says that it is ready; fails at once when it has ended. */
    public void awaitReady() {
        await().alias(module + " is ready, see " + log)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(module + " ended at once:\n" + Files.readString(log));
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

    private Process launch() {
        return LoggedProcess.start(log, environment, command());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx512m", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-jar", UNPACKED.computeIfAbsent(module, ServiceProcess::unpack).toString()));
        return command;
    }

    private static Path unpack(String module) {
        Path target = Path.of("..", module, "target").toAbsolutePath().normalize();
        Path to = Path.of("target", "services", module).toAbsolutePath();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, module + "-*-exec.jar")) {
            Path jar = jars.iterator().next();
            Process extract = new ProcessBuilder(
                            java(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--force",
                            "--destination",
                            to.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (extract.waitFor() != 0) {
                throw new IllegalStateException(jar + " can't be unpacked");
            }
            return to.resolve(jar.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
