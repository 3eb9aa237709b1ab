package org.whispernotes.bench.progress;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./notes bench progress}: our stream, our WebSocket, Mercure's hub and polling, one after the other. */
@Command(name = "progress", mixinStandardHelpOptions = true, sortOptions = false)
public final class ProgressBench implements Callable<Integer> {

    @Option(names = "--clients", defaultValue = "10000", description = "connections (${DEFAULT-VALUE})")
    private int clients;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "measured after 10 s of warming up (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--json", description = "one line of figures last")
    private boolean json;

    @Option(names = "--only", split = ",", description = "sse, websocket, mercure, polling; all when not given")
    private List<String> only = List.of("sse", "websocket", "mercure", "polling");

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx512m -XX:+UseSerialGC -Xmn200m -XX:TieredStopAtLevel=1",
            description = "of our server (${DEFAULT-VALUE})")
    private List<String> jvm = List.of();

    @Option(names = "--jar", required = true, description = "the runnable progress-stream")
    private @Nullable Path jar;

    @Option(names = "--hub", description = "Mercure's hub; without it there is no peer")
    private @Nullable Path hub;

    @Option(names = "--report", description = "folder for progress.md and its plots")
    private @Nullable Path report;

    private final Map<String, Measurement> results = new LinkedHashMap<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final PrintStream out = System.out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProgressBench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("bench-progress");
        for (String name : only) {
            if (name.equals("mercure") && hub == null) {
                out.println("mercure: left out, there is no --hub");
                continue;
            }
            try (Target target = target(name, folder)) {
                measure(name, target);
            }
        }
        if (report != null) {
            new Report(clients, seconds, jvm, results, figures).write(report);
        }
        if (json) {
            out.println(Json.text(figures));
        }
        return 0;
    }

    private Target target(String name, Path folder) throws Exception {
        if (jar == null) {
            throw new IllegalStateException("--jar is missing");
        }
        return switch (name) {
            case "sse" -> new ProgressStreamTarget(Target.Way.STREAM, jar, jvm, folder);
            case "websocket" -> new ProgressStreamTarget(Target.Way.SOCKET, jar, jvm, folder);
            case "polling" -> new ProgressStreamTarget(Target.Way.POLL, jar, jvm, folder);
            case "mercure" -> new MercureTarget(hub == null ? Path.of("mercure") : hub, folder);
            default -> throw new IllegalArgumentException("there is no way to follow that is called " + name);
        };
    }

    private void measure(String name, Target target) throws Exception {
        Run run = new Run(target, clients, seconds);
        Measurement result = run.measure(name.equals("sse"));
        results.put(name, result);
        Map<String, Object> line = result.json();
        if (name.equals("sse")) {
            line.put("reconnect_storm_seconds", run.stormSeconds());
            if (run.stormProblem() != null) {
                line.put("reconnect_storm_problem", run.stormProblem());
            }
        }
        figures.put(name, line);
        out.printf(
                "%-10s p50 %8.2f  p99 %8.2f  max %8.2f ms   %6d B/client   CPU %5.1f %%   lost %d doubled %d ended %d%n",
                name,
                result.p50Millis(),
                result.p99Millis(),
                result.maxMillis(),
                result.bytesPerClient(),
                result.cpuPercent(),
                result.lost(),
                result.doubled(),
                result.ended());
        for (int i = 0; i < Run.WARM_UP_SECONDS; i++) {
            double[] second = result.perSecond().get(i);
            out.printf("  second %2d  p50 %8.2f  p99 %8.2f  max %8.2f%n", i + 1, second[0], second[1], second[2]);
        }
        if (run.stormSeconds() >= 0) {
            out.printf("  all %d dropped at once were back with all replays in %.2f s%n", clients, run.stormSeconds());
        }
    }
}
