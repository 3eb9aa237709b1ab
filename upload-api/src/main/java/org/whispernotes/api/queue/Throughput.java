package org.whispernotes.api.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How fast this installation works, measured on what it completed last: seconds of recording per second in which
 * anything was under way. So it accounts for the number of workers, the model, and all that shares the machine.
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

    private record Run(Instant from, Instant to, double recordingSeconds) {}

    /** Empty as long as nothing was completed. */
    Mono<OptionalDouble> measured() {
        return db.sql("""
                        select started_at, completed_at, duration_seconds from sessions
                        where status = 'COMPLETED' and from_stage = 'prepare' and duration_seconds > 0
                          and started_at < completed_at and completed_at > :oldest
                        order by completed_at desc limit :sample
                        """)
                .bind("oldest", clock.instant().minus(OLDEST))
                .bind("sample", SAMPLE)
                .map(row -> new Run(
                        Objects.requireNonNull(row.get("started_at", Instant.class)),
                        Objects.requireNonNull(row.get("completed_at", Instant.class)),
                        Objects.requireNonNull(row.get("duration_seconds", Double.class))))
                .all()
                .sort((a, b) -> a.from().compareTo(b.from()))
                .collectList()
                .map(Throughput::of);
    }

    private static OptionalDouble of(List<Run> runsByStart) {
        double recorded = 0;
        double busy = 0;
        Instant until = Instant.MIN;
        for (Run run : runsByStart) {
            recorded += run.recordingSeconds();
            Instant from = run.from().isAfter(until) ? run.from() : until;
            if (run.to().isAfter(from)) {
                busy += Duration.between(from, run.to()).toNanos() / 1e9;
                until = run.to();
            }
        }
        return busy == 0 ? OptionalDouble.empty() : OptionalDouble.of(recorded / busy);
    }

    /** Length of a recording that nobody has looked into yet, from its size. */
    static double guessedSeconds(long sizeBytes, String contentType) {
        return Math.max(1, sizeBytes / (contentType.startsWith("audio/") ? AUDIO_RATE : VIDEO_RATE));
    }
}
