package org.whispernotes.bench.progress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.progress.ProgressSettings;
import org.whispernotes.runtime.progress.RedisProgressPublisher;

/** Our own: a Redis of its own, a progress-stream in its own JVM, and the publisher that workers use. */
final class ProgressStreamTarget implements Target {

    private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final Way way;
    private final int port;
    private final ServerProcess redis;
    private final ServerProcess stream;
    private final LettuceConnectionFactory connections;
    private final RedisProgressPublisher publisher;

    ProgressStreamTarget(Way way, Path jar, List<String> jvmOptions, Path folder)
            throws IOException, InterruptedException {
        this.way = way;
        this.port = ServerProcess.freePort();
        int redisPort = ServerProcess.freePort();
        this.redis = ServerProcess.start(
                folder.resolve("redis.log"),
                Map.of(),
                List.of(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(redisPort),
                        "--save",
                        "",
                        "--appendonly",
                        "no"));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-jar",
                jar.toAbsolutePath().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.data.redis.url=redis://127.0.0.1:" + redisPort));
        this.stream = ServerProcess.start(folder.resolve("progress-stream.log"), Map.of(), command);
        stream.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/actuator/health/liveness"));
        this.connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", redisPort));
        connections.afterPropertiesSet();
        connections.start();
        this.publisher = new RedisProgressPublisher(
                new StringRedisTemplate(connections),
                new ProgressSettings(
                        20_000, 1_000, Duration.ofHours(1), 100_000, Duration.ofMillis(500), Duration.ofSeconds(3)),
                "bench",
                Clock.systemUTC());
        publisher.start();
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ServerProcess server() {
        return stream;
    }

    @Override
    public void publish(UUID session, long sequence) {
        publisher.publish(event(session, sequence), USER);
    }

    @Override
    public void awaitKnown(UUID session) throws IOException, InterruptedException {
        HttpRequest poll = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/sessions/" + session + "/progress"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        while (client.send(poll, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public String condition() throws IOException, InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .build();
        return HttpClient.newHttpClient()
                .send(metrics, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("notes_progress_") && !line.contains("_bucket"))
                .collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    static ProgressEvent event(UUID session, long sequence) {
        return new ProgressEvent.Progress(
                session,
                SessionStatus.PROCESSING,
                Stage.TRANSCRIBE,
                sequence % 100,
                "Listening",
                sequence,
                System.nanoTime(),
                12.5,
                42.0,
                0.8,
                "bench",
                Instant.now());
    }

    @Override
    public String request(UUID session, String lastId) {
        return switch (way) {
            case STREAM ->
                "GET /api/progress/" + session + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + (lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n";
            case SOCKET ->
                "GET /ws/progress/" + session + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            case POLL -> "GET /api/sessions/" + session + "/progress HTTP/1.1\r\nHost: localhost\r\n\r\n";
        };
    }

    /** A subscribe message in one masked frame (RFC 6455, 5.2); the mask is zero. */
    @Override
    public @Nullable ByteBuf afterAnswer(UUID session) {
        if (way != Way.SOCKET) {
            return null;
        }
        byte[] text = ("{\"type\":\"subscribe\",\"taskId\":\"" + session + "\"}").getBytes(StandardCharsets.US_ASCII);
        return Unpooled.buffer(text.length + 6)
                .writeByte(0x81)
                .writeByte(0x80 | text.length)
                .writeInt(0)
                .writeBytes(text);
    }

    @Override
    public void close() throws IOException {
        publisher.stop();
        connections.destroy();
        stream.close();
        redis.close();
    }
}
