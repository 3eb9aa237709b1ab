package org.whispernotes.bench.todos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.endpoint.EndpointChat;
import org.whispernotes.todos.extract.endpoint.EndpointSettings;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;
import tools.jackson.databind.JsonNode;

/** What an endpoint promises about one answer. */
final class ChatScenarios {

    private static final String SMALL =
            "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"done\"],\"properties\":{\"done\":{\"type\":\"boolean\"}}}";
    private static final String LONG =
            "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"minItems\":400,\"items\":{\"type\":\"integer\"}}}}";
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final LlamaServer llama;

    ChatScenarios(LlamaServer llama) {
        this.llama = llama;
    }

    Seen whileLoading() throws Exception {
        ChatReply reply = chat(llama, LIMIT, 10).complete(request(SMALL, 60), () -> false);
        llama.awaitReady();
        return new Seen(!reply.cut(), "waited, then answered `" + reply.text() + "`");
    }

    Seen schema() throws Exception {
        ChatReply reply = chat(llama, LIMIT, 1).complete(request(SMALL, 60), () -> false);
        boolean held = Json.mapper().readTree(reply.text()).path("done").isBoolean();
        return new Seen(held, "`" + reply.text() + "`");
    }

    Seen windowSchema() throws Exception {
        String schema = resource("/org/whispernotes/todos/prompts/window.v1.schema.json");
        ChatReply reply = chat(llama, Duration.ofMinutes(3), 1).complete(request(schema, 2500), () -> false);
        if (reply.cut()) {
            return new Seen(true, "cut at 2500 tokens, and said to be");
        }
        JsonNode answer = Json.mapper().readTree(reply.text());
        boolean held = answer.path("todos").isArray() && answer.path("title").isString();
        return new Seen(
                held,
                "all of title, overview, todos (%d), decisions, open_questions"
                        .formatted(answer.path("todos").size()));
    }

    Seen cut() throws Exception {
        ChatReply reply = chat(llama, LIMIT, 1).complete(request(LONG, 12), () -> false);
        return new Seen(reply.cut(), "`finish_reason: length` is noticed; text so far `" + reply.text() + "`");
    }

    Seen cancelled() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicLong ended = new AtomicLong();
        CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> {
            try {
                chat(llama, LIMIT, 1).complete(request(LONG, 1500), cancelled::get);
                return false;
            } catch (ExtractionCancelledException e) {
                ended.set(System.nanoTime());
                return true;
            } catch (ExtractionException e) {
                return false;
            }
        });
        llama.awaitGenerating(true, LIMIT);
        long begun = System.nanoTime();
        cancelled.set(true);
        boolean stopped = asked.get(20, TimeUnit.SECONDS);
        double us = (ended.get() - begun) / 1e9;
        llama.awaitGenerating(false, LIMIT);
        double server = (System.nanoTime() - begun) / 1e9;
        return new Seen(
                stopped && us < 1 && server < 10,
                String.format(
                        Locale.ROOT, "we stopped after %.2f s, the server's slot was free after %.2f s", us, server));
    }

    Seen twoAtOnce() throws Exception {
        List<CompletableFuture<String>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return chat(llama, LIMIT, 1)
                            .complete(request(SMALL, 60), () -> false)
                            .text();
                } catch (ExtractionException | ExtractionCancelledException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        String answers =
                both.get(0).get(1, TimeUnit.MINUTES) + " " + both.get(1).get(1, TimeUnit.MINUTES);
        return new Seen(true, "both answered, one after the other: `" + answers + "`");
    }

    Seen wrongKey() throws Exception {
        EndpointSettings wrong = new EndpointSettings(
                llama.url(), "default", List.of(), "not-the-key-9876543210", LIMIT, 4, Duration.ofSeconds(5), 0);
        try {
            new EndpointChat(wrong, Clock.systemUTC()).complete(request(SMALL, 60), () -> false);
            return new Seen(false, "answered");
        } catch (ExtractionException e) {
            String said = String.valueOf(e.getMessage());
            return new Seen(said.contains("HTTP 401") && !said.contains("9876543210"), "asked once: " + said);
        }
    }

    static EndpointChat chat(LlamaServer llama, Duration timeout, int attempts) {
        return new EndpointChat(
                new EndpointSettings(
                        llama.url(),
                        "default",
                        List.of(),
                        LlamaServer.KEY,
                        timeout,
                        attempts,
                        Duration.ofSeconds(2),
                        0),
                Clock.systemUTC());
    }

    private static ChatRequest request(String schema, int maxTokens) {
        return new ChatRequest(
                "You answer with JSON only.",
                "[0] Ann: Ben, please send the notes to the customers by Friday.",
                Json.mapper().readTree(schema),
                "answer",
                maxTokens);
    }

    private static String resource(String name) throws IOException {
        try (@Nullable InputStream in = ChatScenarios.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
