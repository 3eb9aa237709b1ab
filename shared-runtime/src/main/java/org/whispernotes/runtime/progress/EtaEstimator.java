package org.whispernotes.runtime.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How long a run still takes, from how fast its percentage has grown since this process first reported on it. Stages
 * have shares of the percentage by the time that they usually take, so the growth is about even. The confidence is the
 * share of the way that was seen: a guess from the first few percent is little more than that.
 */
final class EtaEstimator {

    private static final int MOST_RUNS = 1_000;
    private static final double LEAST_GROWTH_PERCENT = 1;
    private static final Duration LEAST_TIME = Duration.ofSeconds(2);
    private static final double MOST_CONFIDENCE = 0.95;

    /** Seconds to go, and how far to trust them, 0..1. */
    record Eta(double seconds, double confidence) {}

    private record Begun(int run, double percent, Instant at) {}

    private final Map<UUID, Begun> begun = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Begun> eldest) {
            return size() > MOST_RUNS;
        }
    };

    /** Empty while too little was seen. */
    synchronized Optional<Eta> estimate(UUID session, int run, double percent, Instant now) {
        Begun first = begun.get(session);
        if (first == null || first.run() != run || percent < first.percent()) {
            begun.put(session, new Begun(run, percent, now));
            return Optional.empty();
        }
        double growth = percent - first.percent();
        Duration passed = Duration.between(first.at(), now);
        if (growth < LEAST_GROWTH_PERCENT || passed.compareTo(LEAST_TIME) < 0) {
            return Optional.empty();
        }
        double seconds = passed.toMillis() / 1000.0 * (100 - percent) / growth;
        double seen = growth / (100 - first.percent());
        return Optional.of(new Eta(
                Math.round(seconds * 10) / 10.0, Math.round(Math.min(MOST_CONFIDENCE, 0.2 + seen) * 100) / 100.0));
    }
}
