package org.whispernotes.bench.todos;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.whispernotes.bench.Memory;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.Extractor;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.extract.endpoint.EndpointChat;
import org.whispernotes.todos.extract.endpoint.EndpointSettings;
import org.whispernotes.todos.extract.gguf.GgufChat;
import org.whispernotes.todos.extract.gguf.GgufSettings;
import org.whispernotes.todos.extract.writing.WritingExtractor;
import org.whispernotes.todos.window.WindowPlanner;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./notes bench todos}: precision, recall and speed of the todo engines, as a Markdown report or one JSON line. */
@Command(
        name = "todos",
        mixinStandardHelpOptions = true,
        description = "Precision, recall and speed of the todo engines.")
public final class TodosBench implements Callable<Integer> {

    @Option(names = "--data", description = "JSON lines of meetings, gzipped or not; instead of the project's own sets")
    private @Nullable Path data;

    @Option(
            names = "--language",
            description = "ISO 639-1 code of --data; default: ${DEFAULT-VALUE}",
            defaultValue = "en")
    private String language = "en";

    @Option(names = "--json", description = "print one JSON line last")
    private boolean json;

    @Option(names = "--endpoint", description = "base address of an OpenAI-compatible server, up to /v1")
    private @Nullable URI endpoint;

    @Option(names = "--endpoint-model", defaultValue = "default", description = "model name that the server knows")
    private String endpointModel = "default";

    @Option(
            names = "--endpoint-timeout",
            defaultValue = "PT5M",
            description = "longest wait for an answer of the endpoint, ISO 8601; default: ${DEFAULT-VALUE}")
    private Duration endpointTimeout = Duration.ofMinutes(5);

    @Option(names = "--gguf", description = "a GGUF file to measure in this process")
    private @Nullable Path gguf;

    @Option(names = "--window", defaultValue = "9000", description = "characters in a window")
    private int window = 9000;

    @Option(names = "--answer-tokens", defaultValue = "1500", description = "length of an answer of a writing model")
    private int answerTokens = 1500;

    @Option(
            names = "--engines",
            split = ",",
            description = "only these of the engines; default: all that are configured")
    private List<String> only = List.of();

    @Option(names = "--limit", defaultValue = "0", description = "meetings of each set at most; 0: all")
    private int limit;

    @Option(names = "--shortest-first", description = "meetings by the length of their text; before --limit is applied")
    private boolean shortestFirst;

    @Option(
            names = "--finished",
            description = "file of meetings that are done, one JSON line each: they are not measured again, and what is"
                    + " measured is added, so a long measurement can be stopped. One file for one choice of settings")
    private @Nullable Path finished;

    @Option(names = "--threads", defaultValue = "0", description = "of the gguf engine; 0: half of the processors")
    private int threads;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) {
        System.exit(new CommandLine(new TodosBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("whisper-notes-bench");
        List<Extractor> writing = new ArrayList<>();
        List<String> engines = new ArrayList<>(List.of("embedded"));
        if (endpoint != null) {
            String key = System.getenv("NOTES_TODOS_ENDPOINT_API_KEY");
            EndpointSettings settings = new EndpointSettings(
                    endpoint, endpointModel, List.of(), key, endpointTimeout, 3, Duration.ofSeconds(10), 0);
            writing.add(new WritingExtractor(new EndpointChat(settings, Clock.systemUTC()), answerTokens));
            engines.add("endpoint");
        }
        if (gguf != null) {
            GgufSettings settings = new GgufSettings(gguf, 8192, threads, 0, 0);
            writing.add(new WritingExtractor(new GgufChat(settings, scratch), answerTokens));
            engines.add("gguf");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        Finished done = new Finished(finished);
        try (Extractors extractors = new Extractors(writing, new EmbeddedExtractor())) {
            for (MeetingSet set : sets()) {
                for (String engine : only.isEmpty() ? engines : only) {
                    EngineRun run = new EngineRun(extractors, engine, new WindowPlanner(window, 6), done);
                    EngineRun.Result result = run.over(set.meetings, set.language);
                    out.print(ReportText.of(set.name, result, set.meetings.size(), Memory.peakMegabytes()));
                    figures.put(engine, figures(result));
                }
            }
        }
        if (json) {
            out.println(Json.text(figures));
        }
        return 0;
    }

    private List<MeetingSet> sets() throws IOException {
        List<MeetingSet> sets = new ArrayList<>();
        if (data != null) {
            sets.add(set(String.valueOf(data.getFileName()), data, language));
            return sets;
        }
        Path root = Path.of(System.getProperty("notes.root", "."));
        Path written = root.resolve("todo-generator/training/meetings");
        sets.add(set("written, English", written.resolve("evaluation-en.jsonl"), "en"));
        sets.add(set("written later, English", written.resolve("evaluation-fresh.jsonl"), "en"));
        sets.add(set("written, German", written.resolve("evaluation-de.jsonl"), "de"));
        Path ami = root.resolve("../shared/data/meetings/ami-dev.jsonl.gz");
        if (Files.exists(ami)) {
            sets.add(set("AMI dev", ami, "en"));
        }
        return sets;
    }

    private MeetingSet set(String name, Path file, String code) throws IOException {
        List<Meeting> meetings = Meeting.read(file);
        if (shortestFirst) {
            meetings.sort(Comparator.comparingInt(Meeting::characters));
        }
        return new MeetingSet(name, limit > 0 ? meetings.subList(0, Math.min(limit, meetings.size())) : meetings, code);
    }

    private static Map<String, Object> figures(EngineRun.Result result) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("precision", rounded(result.lines().precision()));
        figures.put("recall", rounded(result.lines().recall()));
        figures.put("f1", rounded(result.lines().f1()));
        figures.put("recall_at_10", rounded(result.top().recall()));
        figures.put("seconds", rounded(result.seconds()));
        figures.put("rss_mb", Memory.peakMegabytes());
        return figures;
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }

    private record MeetingSet(String name, List<Meeting> meetings, String language) {}
}
