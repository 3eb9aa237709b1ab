package org.whispernotes.todos.extract.endpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.whispernotes.runtime.Json;

/** A chat completions server on loopback that answers as it was told to, each answer once; the last one again and again. */
public final class EndpointServer implements AutoCloseable {

    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    private volatile Runnable meanwhile = () -> {};

    private record Answer(int status, String body, Map<String, String> headers, boolean hangs) {}

    public EndpointServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    public EndpointServer says(String content) {
        return says(content, "stop");
    }

    public EndpointServer says(String content, String finishReason) {
        return status(
                200,
                Json.text(Map.of(
                        "choices",
                        List.of(Map.of(
                                "finish_reason",
                                finishReason,
                                "message",
                                Map.of("role", "assistant", "content", content))))),
                Map.of());
    }

    public EndpointServer status(int status, String body, Map<String, String> headers) {
        answers.add(new Answer(status, body, headers, false));
        return this;
    }

    public EndpointServer hangs() {
        answers.add(new Answer(0, "", Map.of(), true));
        return this;
    }

    /** Something happens between the question and the answer. */
    public EndpointServer meanwhile(Runnable happens) {
        meanwhile = happens;
        return this;
    }

    /** What it was to say and what it was asked. */
    public void forget() {
        meanwhile = () -> {};
        answers.clear();
        requests.clear();
    }

    public List<String> requests() {
        return requests;
    }

    public List<String> authorizations() {
        return authorizations;
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Answer answer;
        synchronized (answers) {
            answer = answers.size() > 1 ? answers.poll() : answers.peek();
        }
        if (answer == null) {
            throw new IllegalStateException("asked, but nothing to say");
        }
        if (answer.hangs) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        meanwhile.run();
        answer.headers.forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
    }
}
