package org.whispernotes.bench.todos;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** llama-server of llama.cpp on loopback, with one slot. */
final class LlamaServer implements AutoCloseable {

    static final String KEY = "bench-key-0123456789";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path binary;
    private final Path model;
    private final File log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile @Nullable Process process;

    /** @param log where the server's own words go */
    LlamaServer(Path binary, Path model, File log) throws IOException {
        this.binary = binary;
        this.model = model;
        this.log = log;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/v1");
    }

    /** Returns at once: the model is not loaded yet. */
    void start() throws IOException {
        Files.writeString(log.toPath(), "");
        ProcessBuilder builder = new ProcessBuilder(
                        binary.toString(),
                        "--model",
                        model.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--ctx-size",
                        "8192",
                        "--parallel",
                        "1",
                        "--threads",
                        "2",
                        "--seed",
                        "1",
                        "--api-key",
                        KEY)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        // Threads that wait must not take the cores from those that work.
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        process = builder.start();
    }

    void awaitReady() throws IOException, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            Process running = process;
            if (running == null || !running.isAlive()) {
                throw new IOException("llama-server ended at its start, see " + log);
            }
            try {
                if (get("/health").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("llama-server was not ready within " + START_LIMIT + ", see " + log);
    }

    /** By its log: asking it would keep it from noticing that a client has gone, which it does in a quiet second. */
    boolean isGenerating() throws IOException {
        String said = Files.readString(log.toPath());
        return count(said, "launch_slot_") > count(said, " release: ");
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }

    /** Seconds until it is as wanted. */
    double awaitGenerating(boolean wanted, Duration limit) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (isGenerating() != wanted) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new IOException("llama-server is " + (wanted ? "not generating" : "still generating"));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + KEY)
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** As a machine that loses its power would. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
