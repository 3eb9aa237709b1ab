package org.whispernotes.bench.progress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One target under load: memory before, open all, publish, memory and CPU, and for our stream the storm. */
final class Run {

    /** Left out of the steady figures, and shown on their own. */
    static final int WARM_UP_SECONDS = 10;

    private static final int SESSIONS = 1_000;
    private static final int MISSED_SECONDS = 3;
    private static final long ROUND_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STORM_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Target target;
    private final int clientCount;
    private final int seconds;
    private final List<UUID> sessions = new ArrayList<>();
    private double stormSeconds = -1;
    private @Nullable String stormProblem;

    Run(Target target, int clientCount, int seconds) {
        this.target = target;
        this.clientCount = clientCount;
        this.seconds = seconds;
        for (int i = 0; i < Math.min(SESSIONS, clientCount); i++) {
            sessions.add(UUID.randomUUID());
        }
    }

    Measurement measure(boolean storm) throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        Load load = new Load(target, sessions);
        load.first();
        // Events go in in order: when the last session is known, all are.
        target.awaitKnown(sessions.get(sessions.size() - 1));
        long before = target.server().residentBytes();
        try (Clients clients = new Clients(target, sessions, clientCount, latencies)) {
            double openSeconds = clients.open();
            double firstRoundSeconds = firstRound(clients, load);
            latencies.begin();
            load.run(WARM_UP_SECONDS, latencies::endSecond);
            double cpuBefore = target.server().cpuSeconds();
            long requestsBefore = clients.requests();
            load.run(seconds, latencies::endSecond);
            double cpu = (target.server().cpuSeconds() - cpuBefore) / seconds * 100;
            double requests = (double) (clients.requests() - requestsBefore) / seconds;
            long after = target.server().residentBytes();
            int ended = clients.unexpectedEnds();
            if (storm) {
                storm(clients, load);
            }
            Histogram steady = latencies.since(WARM_UP_SECONDS);
            if (steady.getTotalCount() == 0) {
                throw new IOException("nothing arrived at any client");
            }
            return new Measurement(
                    millis(steady.getValueAtPercentile(50)),
                    millis(steady.getValueAtPercentile(99)),
                    millis(steady.getMaxValue()),
                    millis(steady.getMean()),
                    steady.getTotalCount(),
                    (after - before) / clientCount,
                    before,
                    Math.round(cpu * 10) / 10.0,
                    Math.round(openSeconds * 100) / 100.0,
                    Math.round(firstRoundSeconds * 100) / 100.0,
                    Math.round(requests),
                    latencies.lostCount(),
                    latencies.doubledCount(),
                    ended,
                    perSecond(latencies));
        }
    }

    /** Telling each session for the first time costs more than later: until everybody has that, nothing is measured. */
    private double firstRound(Clients clients, Load load) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        load.round();
        while (target.way() != Target.Way.POLL && !clients.allHaveSeen(load.sequence())) {
            if (System.nanoTime() - begun > ROUND_LIMIT_NANOS) {
                throw new IllegalStateException(
                        "the first event did not reach all: " + clients.behind(load.sequence()) + target.condition());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Drops all clients at once, lets events pass that they miss, and waits until each has all of them. */
    private void storm(Clients clients, Load load) throws InterruptedException {
        clients.drop();
        load.run(MISSED_SECONDS, () -> {});
        long begun = System.nanoTime();
        clients.open();
        while (!clients.allHaveSeen(load.sequence())) {
            if (System.nanoTime() - begun > STORM_LIMIT_NANOS) {
                stormProblem = clients.behind(load.sequence());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        stormSeconds = Math.round((System.nanoTime() - begun) / 1e7) / 100.0;
    }

    /** Seconds until all were back with everything they missed; negative when there was no storm or it failed. */
    double stormSeconds() {
        return stormSeconds;
    }

    @Nullable
    String stormProblem() {
        return stormProblem;
    }

    private static List<double[]> perSecond(Latencies latencies) {
        return latencies.perSecond().stream()
                .map(second -> new double[] {
                    millis(second.getValueAtPercentile(50)),
                    millis(second.getValueAtPercentile(99)),
                    millis(second.getMaxValue())
                })
                .toList();
    }

    private static double millis(double micros) {
        return Math.round(micros) / 1000.0;
    }
}
