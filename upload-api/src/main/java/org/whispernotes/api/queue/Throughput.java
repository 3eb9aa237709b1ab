package org.whispernotes.api.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How fast this installation works, measured on what it completed last: seconds of recording per second in which
 * anything was under way. So it accounts for the number of workers, the model, and all that shares the machine.
 *
 * <p>What was under way beside the last ones counts as well, with the share of its time that falls into theirs: else
 * a machine that does twenty at once would seem much slower than it is.
 */
@Component
class Throughput {

    /** Enough to even out, few enough to follow a change of model or machine. */
    private static final int SAMPLE = 30;

    private static final Duration OLDEST = Duration.ofDays(7);

    /** Bytes a second where nothing was measured: a phone's video, and speech as most recorders keep it. */
    private static final double VIDEO_RATE = 250_000;

    private static final double AUDIO_RATE = 16_000;

    private final DatabaseClient db;
    private final Clock clock;

    Throughput(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private record Run(Instant from, Instant to, double recordingSeconds, long bytes, String contentType) {

        double recordedSince(Instant begin) {
            if (!from.isBefore(begin)) {
                return recordingSeconds;
            }
            double whole = Duration.between(from, to).toNanos();
            return recordingSeconds * Math.max(0, Duration.between(begin, to).toNanos()) / whole;
        }
    }

    /**
     * What the last sessions showed.
     *
     * @param speed seconds of recording per second; empty as long as nothing was completed
     * @param byteRates bytes of recording per second, by content type
     */
    record Measured(OptionalDouble speed, Map<String, Double> byteRates) {

        /** Length of a recording that nobody has looked into yet, from its size. */
        double guessedSeconds(long sizeBytes, String contentType) {
            double usual = contentType.startsWith("audio/") ? AUDIO_RATE : VIDEO_RATE;
            return Math.max(1, sizeBytes / byteRates.getOrDefault(contentType, usual));
        }
    }

    Mono<Measured> measured() {
        return db.sql("""
                        select started_at, completed_at, duration_seconds, size_bytes, content_type from sessions
                        where status = 'COMPLETED' and from_stage = 'prepare' and duration_seconds > 0
                          and started_at < completed_at and completed_at > :oldest
                        order by completed_at desc limit :sample
                        """)
                .bind("oldest", clock.instant().minus(OLDEST))
                .bind("sample", 2 * SAMPLE)
                .map(row -> new Run(
                        Objects.requireNonNull(row.get("started_at", Instant.class)),
                        Objects.requireNonNull(row.get("completed_at", Instant.class)),
                        Objects.requireNonNull(row.get("duration_seconds", Double.class)),
                        Objects.requireNonNull(row.get("size_bytes", Long.class)),
                        Objects.requireNonNull(row.get("content_type", String.class))))
                .all()
                .collectList()
                .map(runs -> new Measured(speed(runs), byteRates(runs)));
    }

    /** @param runs the latest first */
    private static OptionalDouble speed(List<Run> runs) {
        Instant begin = runs.stream()
                .limit(SAMPLE)
                .map(Run::from)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        double recorded = 0;
        double busy = 0;
        Instant until = begin;
        for (Run run : runs.stream().sorted(Comparator.comparing(Run::from)).toList()) {
            recorded += run.recordedSince(begin);
            Instant from = run.from().isAfter(until) ? run.from() : until;
            if (run.to().isAfter(from)) {
                busy += Duration.between(from, run.to()).toNanos() / 1e9;
                until = run.to();
            }
        }
        return busy == 0 ? OptionalDouble.empty() : OptionalDouble.of(recorded / busy);
    }

    private static Map<String, Double> byteRates(List<Run> runs) {
        return runs.stream()
                .collect(Collectors.groupingBy(
                        Run::contentType,
                        Collectors.teeing(
                                Collectors.summingLong(Run::bytes),
                                Collectors.summingDouble(Run::recordingSeconds),
                                (bytes, seconds) -> bytes / seconds)));
    }
}
