package org.whispernotes.bench.todos;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.TodoGenerator;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.extract.endpoint.EndpointChat;
import org.whispernotes.todos.extract.endpoint.EndpointSettings;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;
import org.whispernotes.todos.extract.writing.WritingExtractor;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.WindowPlanner;
import org.whispernotes.todos.window.WindowResults;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * The endpoint engine against a llama-server that this program starts, kills and starts again: {@code bench/todos/endpoint}.
 * Prints a Markdown table; ends with 1 when something did not hold. How good the answers are is not asked here.
 */
@Command(
        name = "endpoint",
        mixinStandardHelpOptions = true,
        description = "The endpoint engine against a real llama-server on loopback.")
public final class EndpointScenarios implements Callable<Integer> {

    private static final String SMALL =
            "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"done\"],\"properties\":{\"done\":{\"type\":\"boolean\"}}}";
    private static final String LONG =
            "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"minItems\":400,\"items\":{\"type\":\"integer\"}}}}";
    private static final String AWAY = "todos-engine-away";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Option(names = "--server", required = true, description = "the llama-server program")
    private Path server = Path.of("llama-server");

    @Option(names = "--gguf", required = true, description = "the model that it loads")
    private Path gguf = Path.of("model.gguf");

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private boolean allHeld = true;

    /** What was seen, and whether that is what is promised. */
    private record Seen(boolean held, String what) {}

    @FunctionalInterface
    private interface Scenario {
        Seen run(LlamaServer llama) throws Exception;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new EndpointScenarios()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path log = Files.createTempFile("llama-server", ".log");
        out.printf("| what is done | what is seen | held | seconds |%n|---|---|---|---|%n");
        try (LlamaServer llama = new LlamaServer(server, gguf, log.toFile())) {
            llama.start();
            show(llama, "asked while the model is being loaded (503)", this::whileLoading);
            show(llama, "an answer by a schema of its own", this::schema);
            show(llama, "an answer by the schema of a window", this::windowSchema);
            show(llama, "an answer that runs into 12 tokens", this::cut);
            show(llama, "a window whose answer is cut in every half", this::cutWindow);
            show(llama, "cancelled while it generates", this::cancelled);
            show(llama, "no answer within 300 ms", this::timeout);
            show(llama, "two sessions at once, one slot", this::twoAtOnce);
            show(llama, "a wrong key", this::wrongKey);
            show(llama, "server killed after the first window, started again 3 s later", this::restarted);
            show(llama, "server killed for good", this::gone);
        }
        return allHeld ? 0 : 1;
    }

    private void show(LlamaServer llama, String name, Scenario scenario) throws Exception {
        long begun = System.nanoTime();
        Seen seen;
        try {
            seen = scenario.run(llama);
        } catch (ExtractionException | IOException e) {
            seen = new Seen(false, String.valueOf(e.getMessage()));
        }
        allHeld &= seen.held();
        out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.1f |%n",
                name,
                seen.what().replaceAll("\\s+", " "),
                seen.held() ? "yes" : "**no**",
                (System.nanoTime() - begun) / 1e9);
    }

    private Seen whileLoading(LlamaServer llama) throws Exception {
        ChatReply reply = chat(llama, LIMIT, 10).complete(request(SMALL, 60), () -> false);
        llama.awaitReady();
        return new Seen(!reply.cut(), "waited, then answered `" + reply.text() + "`");
    }

    private Seen schema(LlamaServer llama) throws Exception {
        ChatReply reply = chat(llama, LIMIT, 1).complete(request(SMALL, 60), () -> false);
        boolean held = Json.mapper().readTree(reply.text()).path("done").isBoolean();
        return new Seen(held, "`" + reply.text() + "`");
    }

    private Seen windowSchema(LlamaServer llama) throws Exception {
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

    private Seen cut(LlamaServer llama) throws Exception {
        ChatReply reply = chat(llama, LIMIT, 1).complete(request(LONG, 12), () -> false);
        return new Seen(reply.cut(), "`finish_reason: length` is noticed; text so far `" + reply.text() + "`");
    }

    private Seen cutWindow(LlamaServer llama) throws Exception {
        Findings findings = generate(llama, planning(), 16, 9000, LIMIT, 2, (done, all) -> {}, new Windows());
        boolean held = findings.warnings().contains("todos-reply-unusable")
                && findings.todos().size() == 2;
        return new Seen(held, outcome(findings));
    }

    private Seen cancelled(LlamaServer llama) throws Exception {
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

    private Seen timeout(LlamaServer llama) throws Exception {
        Findings findings =
                generate(llama, planning(), 1500, 9000, Duration.ofMillis(300), 2, (done, all) -> {}, new Windows());
        double free = llama.awaitGenerating(false, LIMIT);
        boolean held = findings.warnings().contains(AWAY) && findings.todos().size() == 2;
        return new Seen(held, outcome(findings) + String.format(Locale.ROOT, "; slot free after %.2f s", free));
    }

    private Seen twoAtOnce(LlamaServer llama) throws Exception {
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

    private Seen wrongKey(LlamaServer llama) throws Exception {
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

    private Seen restarted(LlamaServer llama) throws Exception {
        Windows windows = new Windows();
        AtomicBoolean killed = new AtomicBoolean();
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        Talk talk = planning(2);
        Findings findings = generate(
                llama,
                talk,
                60,
                300,
                Duration.ofMinutes(2),
                10,
                (done, all) -> {
                    if (killed.compareAndSet(false, true)) {
                        llama.kill();
                        starting.add(CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        llama.start();
                                    } catch (IOException e) {
                                        throw new IllegalStateException(e);
                                    }
                                },
                                CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS)));
                    }
                },
                windows);
        for (CompletableFuture<Void> start : starting) {
            start.get(1, TimeUnit.MINUTES);
        }
        llama.awaitReady();
        boolean held = windows.stored.size() > 2 && !findings.warnings().contains(AWAY);
        return new Seen(held, "%d windows, %s".formatted(windows.stored.size(), outcome(findings)));
    }

    private Seen gone(LlamaServer llama) throws Exception {
        llama.kill();
        Findings findings = generate(llama, planning(), 500, 9000, LIMIT, 3, (done, all) -> {}, new Windows());
        boolean held = findings.warnings().contains(AWAY)
                && findings.engine().name().equals("embedded")
                && findings.todos().size() == 2;
        return new Seen(held, outcome(findings));
    }

    private static String outcome(Findings findings) {
        return "engine `%s`, %d todos, warnings %s"
                .formatted(findings.engine().name(), findings.todos().size(), findings.warnings());
    }

    private static Findings generate(
            LlamaServer llama,
            Talk talk,
            int answerTokens,
            int windowCharacters,
            Duration timeout,
            int attempts,
            TodoGenerator.WindowListener listener,
            Windows windows)
            throws ExtractionCancelledException {
        Extractors extractors = new Extractors(
                List.of(new WritingExtractor(chat(llama, timeout, attempts), answerTokens)), new EmbeddedExtractor());
        return new TodoGenerator(extractors, new WindowPlanner(windowCharacters, 1))
                .generate(
                        talk, EngineChoice.of("endpoint"), Guidance.none(), windows, listener, () -> false, () -> false)
                .orElseThrow();
    }

    private static EndpointChat chat(LlamaServer llama, Duration timeout, int attempts) {
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
        try (@Nullable InputStream in = EndpointScenarios.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Talk planning() {
        return planning(1);
    }

    private static Talk planning(int times) {
        List<String> said = List.of(
                "Ann|Okay, the release is nearly done.",
                "Ben|The tests were red yesterday, but that was the network.",
                "Ann|Ben, could you please send the release notes to the customers by Friday?",
                "Ben|Yes, I'll do that.",
                "Ann|And I'll book the meeting room for Thursday.",
                "Ben|It was too hot in there last time.");
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < times * said.size(); i++) {
            String[] line = said.get(i % said.size()).split("\\|", 2);
            lines.add(new Line(i, i * 3, i * 3 + 2, line[0], line[1]));
        }
        return new Talk("en", lines.size() * 3, LocalDate.of(2026, 3, 2), lines);
    }

    private static final class Windows implements WindowResults {
        private final Map<Integer, WindowFindings> stored = new HashMap<>();

        @Override
        public Optional<WindowFindings> find(int index) {
            return Optional.ofNullable(stored.get(index));
        }

        @Override
        public void store(int index, WindowFindings findings) {
            stored.put(index, findings);
        }
    }
}
