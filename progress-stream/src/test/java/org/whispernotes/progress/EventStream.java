package org.whispernotes.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import tools.jackson.databind.JsonNode;

/** One open stream as a client sees it: a thread reads lines, the test looks at what came so far. */
final class EventStream implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** One dispatched event; {@code id} is null where its block had none. */
    record Received(@Nullable String id, @Nullable String event, JsonNode data) {}

    private final HttpResponse<Stream<String>> response;
    private final CopyOnWriteArrayList<Received> events = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile @Nullable String lastId;

    private EventStream(HttpResponse<Stream<String>> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    static EventStream open(String address, @Nullable String lastEventId, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new EventStream(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofLines()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (Stream<String> body = response.body()) {
            String[] block = new String[3];
            body.forEach(line -> {
                lines.add(line);
                if (line.startsWith("id: ")) {
                    block[0] = line.substring(4);
                    lastId = block[0];
                } else if (line.startsWith("event: ")) {
                    block[1] = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    block[2] = line.substring(6);
                } else if (line.isEmpty()) {
                    if (block[2] != null) {
                        events.add(
                                new Received(block[0], block[1], Json.mapper().readTree(block[2])));
                    }
                    java.util.Arrays.fill(block, null);
                }
            });
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    int status() {
        return response.statusCode();
    }

    @Nullable
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** Everything but pings; all of it is checked against its published schema. */
    List<Received> events() {
        events.forEach(event -> Published.check(event.event(), event.data()));
        return events.stream().filter(event -> !"ping".equals(event.event())).toList();
    }

    List<Received> pings() {
        return events.stream().filter(event -> "ping".equals(event.event())).toList();
    }

    List<String> lines() {
        return lines;
    }

    /** What a browser would send as {@code Last-Event-ID}. */
    @Nullable
    String lastId() {
        return lastId;
    }

    /** The server has ended the stream. */
    boolean isEnded() {
        return end.isDone();
    }

    @Override
    public void close() {
        response.body().close();
    }
}
