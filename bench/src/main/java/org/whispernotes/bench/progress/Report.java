package org.whispernotes.bench.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as a page with plots. */
record Report(
        int clients, int seconds, List<String> jvm, Map<String, Measurement> results, Map<String, Object> figures) {

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("progress-seconds.svg"),
                new SecondsPlot("p99 of each second since the start, ms", results).svg());
        Files.writeString(folder.resolve("progress-figures.md"), table());
    }

    private String table() {
        StringBuilder page = new StringBuilder();
        page.append(clients)
                .append(" clients, ")
                .append(Math.min(1000, clients))
                .append(" sessions with one event each second, ")
                .append(seconds)
                .append(" s after ")
                .append(Run.WARM_UP_SECONDS)
                .append(" s of warming up; JVM options `")
                .append(String.join(" ", jvm))
                .append("`, Java ")
                .append(Runtime.version().feature())
                .append(".\n\n")
                .append(
                        "| | p50 ms | p99 ms | max ms | mean ms | kB a client | CPU % of a core | requests/s | lost | doubled |\n")
                .append("|---|---|---|---|---|---|---|---|---|---|\n");
        results.forEach((name, result) -> page.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.1f | %.2f | %.1f | %.0f | %.0f | %d | %d |%n",
                name,
                result.p50Millis(),
                result.p99Millis(),
                result.maxMillis(),
                result.meanMillis(),
                result.bytesPerClient() / 1000.0,
                result.cpuPercent(),
                result.requestsPerSecond(),
                result.lost(),
                result.doubled())));
        page.append("\n![p99 of each second](progress-seconds.svg)\n");
        return page.toString();
    }
}
