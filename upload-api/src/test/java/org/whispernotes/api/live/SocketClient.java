package org.whispernotes.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import tools.jackson.databind.JsonNode;

/** One WebSocket as a client sees it. Everything that is said is held against the published schema. */
public final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final CopyOnWriteArrayList<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private final String schema;

    private SocketClient(String address, String schema, @Nullable String origin) {
        this.schema = "classpath:org/whispernotes/api/schema/" + schema + ".schema.json";
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        this.socket = builder.buildAsync(URI.create(address), this).join();
    }

    /** Throws a {@code CompletionException} with a {@code WebSocketHandshakeException} when it is not accepted. */
    public static SocketClient open(String address, String schema) {
        return new SocketClient(address, schema, null);
    }

    public static SocketClient openFrom(String origin, String address, String schema) {
        return new SocketClient(address, schema, origin);
    }

    public void send(String json) {
        socket.sendText(json, true).join();
    }

    public List<JsonNode> messages() {
        for (JsonNode message : messages) {
            assertThat(SCHEMAS.getSchema(SchemaLocation.of(schema)).validate(message.toString(), InputFormat.JSON))
                    .as(message.toString())
                    .isEmpty();
        }
        return List.copyOf(messages);
    }

    public @Nullable JsonNode last() {
        List<JsonNode> all = messages();
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** The close code, once the server has closed. */
    public CompletableFuture<Integer> closed() {
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
