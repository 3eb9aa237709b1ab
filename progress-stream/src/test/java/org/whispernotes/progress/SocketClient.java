package org.whispernotes.progress;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.whispernotes.runtime.Json;
import tools.jackson.databind.JsonNode;

/** One WebSocket as a client sees it. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private final CopyOnWriteArrayList<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private final String schema;

    private SocketClient(String address, String schema) {
        this.schema = schema;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), this)
                .join();
    }

    /** Throws a {@code CompletionException} with a {@code WebSocketHandshakeException} when it is not accepted. */
    static SocketClient open(String address, String schema) {
        return new SocketClient(address, schema);
    }

    void send(String json) {
        socket.sendText(json, true).join();
    }

    /** All of them are checked against the published schema. */
    List<JsonNode> messages() {
        messages.forEach(message -> Published.check(schema, message));
        return messages;
    }

    List<JsonNode> ofType(String type) {
        return messages().stream()
                .filter(message -> message.path("type").asString("").equals(type))
                .toList();
    }

    List<String> types() {
        return messages.stream()
                .map(message -> message.path("type").asString(""))
                .toList();
    }

    /** The close code, once the server has closed. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(Json.mapper().readTree(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
