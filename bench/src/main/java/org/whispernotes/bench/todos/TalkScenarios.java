package org.whispernotes.bench.todos;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.whispernotes.todos.TodoGenerator;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.extract.writing.WritingExtractor;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.InMemoryWindows;
import org.whispernotes.todos.window.WindowPlanner;

/** What the generator promises about a talk when the endpoint fails it. */
final class TalkScenarios {

    private static final String AWAY = "todos-engine-away";

    private final LlamaServer llama;

    TalkScenarios(LlamaServer llama) {
        this.llama = llama;
    }

    Seen cutWindow() throws Exception {
        Findings findings =
                generate(planning(), 16, 9000, ChatScenarios.LIMIT, 2, (done, all) -> {}, new InMemoryWindows());
        boolean held = findings.warnings().contains("todos-reply-unusable")
                && findings.todos().size() == 2;
        return new Seen(held, outcome(findings));
    }

    Seen timeout() throws Exception {
        Findings findings =
                generate(planning(), 1500, 9000, Duration.ofMillis(300), 2, (done, all) -> {}, new InMemoryWindows());
        double free = llama.awaitGenerating(false, ChatScenarios.LIMIT);
        boolean held = findings.warnings().contains(AWAY) && findings.todos().size() == 2;
        return new Seen(held, outcome(findings) + String.format(Locale.ROOT, "; slot free after %.2f s", free));
    }

    Seen restarted() throws Exception {
        InMemoryWindows windows = new InMemoryWindows();
        AtomicBoolean killed = new AtomicBoolean();
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        Talk talk = planning(2);
        Findings findings = generate(
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
        boolean held = windows.all().size() == 2 && !findings.warnings().contains(AWAY);
        return new Seen(held, "%d windows, %s".formatted(windows.all().size(), outcome(findings)));
    }

    Seen gone() throws Exception {
        llama.kill();
        Findings findings =
                generate(planning(), 500, 9000, ChatScenarios.LIMIT, 3, (done, all) -> {}, new InMemoryWindows());
        boolean held = findings.warnings().contains(AWAY)
                && findings.engine().name().equals("embedded")
                && findings.todos().size() == 2;
        return new Seen(held, outcome(findings));
    }

    private static String outcome(Findings findings) {
        return "engine `%s`, %d todos, warnings %s"
                .formatted(findings.engine().name(), findings.todos().size(), findings.warnings());
    }

    private Findings generate(
            Talk talk,
            int answerTokens,
            int windowCharacters,
            Duration timeout,
            int attempts,
            TodoGenerator.WindowListener listener,
            InMemoryWindows windows)
            throws ExtractionCancelledException {
        Extractors extractors = new Extractors(
                List.of(new WritingExtractor(ChatScenarios.chat(llama, timeout, attempts), answerTokens)),
                new EmbeddedExtractor());
        return new TodoGenerator(extractors, new WindowPlanner(windowCharacters, 1))
                .generate(
                        talk, EngineChoice.of("endpoint"), Guidance.none(), windows, listener, () -> false, () -> false)
                .orElseThrow();
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
}
