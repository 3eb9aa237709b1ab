package org.whispernotes.system.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody's program that uploads in parts and does not give up: what is not answered is asked again, as the page does.
 */
final class Client {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI api;
    private final UUID batch = UUID.randomUUID();
    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger partsSent = new AtomicInteger();
    private final AtomicInteger uploaded = new AtomicInteger();

    Client(URI api) {
        this.api = api;
    }

    /** Of the recordings whose upload has begun. */
    List<String> sessions() {
        return sessions;
    }

    /** Recordings that are complete, and so sessions that wait, are under way or have ended. */
    int uploaded() {
        return uploaded.get();
    }

    int partsSent() {
        return partsSent.get();
    }

    /** Sends each recording; the future ends when all are complete, with their sessions in the order of the files. */
    CompletableFuture<List<String>> upload(List<Path> files, ExecutorService threads) {
        List<CompletableFuture<Sent>> sent = files.stream()
                .map(file -> CompletableFuture.supplyAsync(() -> send(file), threads))
                .toList();
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            List<CompletableFuture<String>> complete = sent.stream()
                    .map(upload -> CompletableFuture.supplyAsync(() -> complete(upload.join()), threads))
                    .toList();
            return CompletableFuture.allOf(complete.toArray(CompletableFuture[]::new))
                    .thenApply(done ->
                            complete.stream().map(CompletableFuture::join).toList());
        });
    }

    /** The sessions of the batch as the API shows them, by id. */
    Map<String, JsonNode> batch() {
        JsonNode page = ask(request("/api/sessions?limit=200&batchId=" + batch).GET());
        return page.get("sessions")
                .valueStream()
                .collect(java.util.stream.Collectors.toMap(
                        session -> session.get("id").asString(), session -> session));
    }

    JsonNode get(String path) {
        return ask(request(path).GET());
    }

    /** All that there ever were: other tests on the same servers may have left some, so only a difference says something. */
    long deadLetters() {
        return get("/api/admin/dead-letters?status=ALL").get("total").asLong();
    }

    void delete(String path) {
        ask(request(path).DELETE());
    }

    private record Sent(String session, Path file) {}

    private Sent send(Path file) {
        try {
            String body = JSON.writeValueAsString(Map.of(
                    "filename",
                    file.getFileName().toString(),
                    "sizeBytes",
                    Files.size(file),
                    "contentType",
                    "audio/flac",
                    "batchId",
                    batch));
            JsonNode upload = ask(request("/api/uploads")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
            String session = upload.get("sessionId").asString();
            sessions.add(session);
            for (JsonNode part : upload.get("parts")) {
                ask(HttpRequest.newBuilder(URI.create(part.get("url").asString()))
                        .PUT(BodyPublishers.ofFile(file)));
                partsSent.incrementAndGet();
            }
            return new Sent(session, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store that was killed while it put the parts together may have lost them: then they are sent again. */
    private String complete(Sent upload) {
        HttpRequest complete = request("/api/uploads/" + upload.session + "/complete")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .timeout(Duration.ofSeconds(10))
                .build();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    HttpResponse<String> response = http.send(complete, BodyHandlers.ofString());
                    if (response.statusCode() == HttpURLConnection.HTTP_CONFLICT
                            && response.body().contains("upload-incomplete")) {
                        sendMissing(upload);
                        return false;
                    }
                    return isAnswer(complete, response);
                });
        uploaded.incrementAndGet();
        return upload.session;
    }

    /** Whatever comes of it: the store may have got over it meanwhile, and then knows no parts any more. */
    private void sendMissing(Sent upload) throws IOException, InterruptedException {
        for (JsonNode part : get("/api/uploads/" + upload.session).get("parts")) {
            HttpRequest put = HttpRequest.newBuilder(URI.create(part.get("url").asString()))
                    .PUT(BodyPublishers.ofFile(upload.file))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            http.send(put, BodyHandlers.discarding());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path));
    }

    /** Until there is an answer that is not the server's own failure. */
    private JsonNode ask(HttpRequest.Builder request) {
        HttpRequest ready = request.timeout(Duration.ofSeconds(10)).build();
        try {
            return await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .pollInSameThread()
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> answer(ready), answer -> !answer.isMissingNode());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(ready.method() + " " + ready.uri() + " is not answered", e);
        }
    }

    /** A missing node when it should be asked again. */
    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (!isAnswer(request, response)) {
            return JSON.missingNode();
        }
        return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    }

    /** False when it should be asked again. */
    private static boolean isAnswer(HttpRequest request, HttpResponse<String> response) {
        if (response.statusCode() >= 500) {
            return false;
        }
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(request.method() + " " + request.uri() + ": " + response.body());
        }
        return true;
    }
}
