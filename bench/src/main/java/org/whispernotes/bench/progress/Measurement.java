package org.whispernotes.bench.progress;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one way of following came to.
 *
 * @param p50Millis of the steady part; so are p99, max and CPU
 * @param bytesPerClient growth of the server's resident memory by the clients, per client
 * @param cpuPercent of one core
 * @param openSeconds until all clients were answered
 * @param firstRoundSeconds until a first event of each session, all published at once, had reached everybody
 * @param requestsPerSecond of polling clients; 0 for streams
 * @param lost events that a client never saw although it saw a later one
 * @param doubled events that a client saw twice
 * @param ended connections that broke
 * @param perSecond p50, p99 and max of every second from the first on, in ms
 */
record Measurement(
        double p50Millis,
        double p99Millis,
        double maxMillis,
        double meanMillis,
        long deliveries,
        long bytesPerClient,
        long residentBytesBefore,
        double cpuPercent,
        double openSeconds,
        double firstRoundSeconds,
        double requestsPerSecond,
        long lost,
        long doubled,
        int ended,
        List<double[]> perSecond) {

    Map<String, Object> json() {
        Map<String, Object> figures = new TreeMap<>();
        figures.put("p50_ms", p50Millis);
        figures.put("p99_ms", p99Millis);
        figures.put("max_ms", maxMillis);
        figures.put("mean_ms", meanMillis);
        figures.put("bytes_per_client", bytesPerClient);
        figures.put("cpu_percent", cpuPercent);
        figures.put("open_seconds", openSeconds);
        figures.put("first_round_seconds", firstRoundSeconds);
        figures.put("requests_per_second", requestsPerSecond);
        figures.put("deliveries", deliveries);
        figures.put("lost", lost);
        figures.put("doubled", doubled);
        figures.put("ended", ended);
        return figures;
    }
}
