package org.whispernotes.bench.todos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.whispernotes.todos.extract.ExtractionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The endpoint engine against a llama-server that this program starts, kills and starts again: {@code bench/todos/endpoint}.
 * Prints a Markdown table; ends with 1 when something did not hold. How good the answers are is not asked here.
 */
@Command(
        name = "endpoint",
        mixinStandardHelpOptions = true,
        description = "The endpoint engine against a real llama-server on loopback.")
public final class EndpointScenarios implements Callable<Integer> {

    @Option(names = "--server", required = true, description = "the llama-server program")
    private Path server = Path.of("llama-server");

    @Option(names = "--gguf", required = true, description = "the model that it loads")
    private Path gguf = Path.of("model.gguf");

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private boolean allHeld = true;

    @FunctionalInterface
    private interface Scenario {
        Seen run() throws Exception;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new EndpointScenarios()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path log = Files.createTempFile("llama-server", ".log");
        out.printf("| what is done | what is seen | held | seconds |%n|---|---|---|---|%n");
        try (LlamaServer llama = new LlamaServer(server, gguf, log.toFile())) {
            ChatScenarios chat = new ChatScenarios(llama);
            TalkScenarios talk = new TalkScenarios(llama);
            llama.start();
            show("asked while the model is being loaded (503)", chat::whileLoading);
            show("an answer by a schema of its own", chat::schema);
            show("an answer by the schema of a window", chat::windowSchema);
            show("an answer that runs into 12 tokens", chat::cut);
            show("a window whose answer is cut in every half", talk::cutWindow);
            show("cancelled while it generates", chat::cancelled);
            show("no answer within 300 ms", talk::timeout);
            show("two sessions at once, one slot", chat::twoAtOnce);
            show("a wrong key", chat::wrongKey);
            show("server killed after the first window, started again 3 s later", talk::restarted);
            show("server killed for good", talk::gone);
        }
        return allHeld ? 0 : 1;
    }

    private void show(String name, Scenario scenario) throws Exception {
        long begun = System.nanoTime();
        Seen seen;
        try {
            seen = scenario.run();
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
}
