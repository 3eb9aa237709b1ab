package org.whispernotes.api.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.queue.LiveProgress.Heard;
import reactor.core.publisher.Mono;

/**
 * When sessions will be completed. What is under way shares the workers, so a session is held up by each other one for
 * no longer than it takes itself; what waits comes after all that is ahead of it.
 */
@Component
public class Estimates {

    private final DatabaseClient db;
    private final QueueSettings settings;
    private final Throughput throughput;
    private final LiveProgress liveProgress;

    Estimates(DatabaseClient db, QueueSettings settings, Throughput throughput, LiveProgress liveProgress) {
        this.db = db;
        this.settings = settings;
        this.throughput = throughput;
        this.liveProgress = liveProgress;
    }

    /**
     * What is known about one session's end.
     *
     * @param position from 1 while it waits for its turn; null once it is under way
     * @param etaSeconds until it is completed; null as long as nothing was measured
     * @param percent as last heard of; null when nothing was heard
     */
    public record Estimate(
            UUID sessionId,
            UUID userId,
            @Nullable Long position,
            @Nullable Double etaSeconds,
            @Nullable Double percent) {}

    private record Unfinished(
            UUID id,
            UUID userId,
            @Nullable Long place,
            double percent,
            @Nullable Double duration,
            long sizeBytes,
            String contentType) {

        double recordingSeconds(Throughput.Measured measured) {
            return duration != null ? duration : measured.guessedSeconds(sizeBytes, contentType);
        }
    }

    /** All that waits or is under way: what is under way first, then in the order of the backlog. */
    public Mono<List<Estimate>> all() {
        Mono<List<Unfinished>> unfinished = db.sql("with place as (select id, row_number() over (order by "
                        + settings.order().orderBy() + ") as place from waiting_sessions)"
                        + " select s.id, s.user_id, p.place, s.percent, s.duration_seconds, s.size_bytes, s.content_type"
                        + " from sessions s left join place p on p.id = s.id where s.status in ('QUEUED', 'PROCESSING')"
                        + " order by p.place nulls first, s.queued_at")
                .map(row -> new Unfinished(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("user_id", UUID.class)),
                        row.get("place", Long.class),
                        Objects.requireNonNull(row.get("percent", Double.class)),
                        row.get("duration_seconds", Double.class),
                        Objects.requireNonNull(row.get("size_bytes", Long.class)),
                        Objects.requireNonNull(row.get("content_type", String.class))))
                .all()
                .collectList();
        return unfinished.flatMap(sessions -> {
            List<UUID> active = sessions.stream()
                    .filter(session -> session.place() == null)
                    .map(Unfinished::id)
                    .toList();
            return Mono.zip(throughput.measured(), liveProgress.of(active))
                    .map(known -> estimate(sessions, known.getT1(), known.getT2()));
        });
    }

    private static List<Estimate> estimate(
            List<Unfinished> sessions, Throughput.Measured measured, Map<UUID, Heard> heard) {
        OptionalDouble speed = measured.speed();
        Map<UUID, Double> left = new HashMap<>();
        List<Double> active = new ArrayList<>();
        for (Unfinished session : sessions) {
            Heard live = heard.get(session.id());
            double percent = Math.max(session.percent(), live == null ? 0 : live.percent());
            double seconds = session.recordingSeconds(measured) * (1 - Math.min(percent, 100) / 100);
            left.put(session.id(), seconds);
            if (session.place() == null) {
                active.add(seconds);
            }
        }
        double ahead = active.stream().mapToDouble(Double::doubleValue).sum();
        List<Estimate> estimates = new ArrayList<>();
        for (Unfinished session : sessions) {
            double own = Objects.requireNonNull(left.get(session.id()));
            double work;
            if (session.place() == null) {
                work = active.stream()
                        .mapToDouble(other -> Math.min(other, own))
                        .sum();
            } else {
                ahead += own;
                work = ahead;
            }
            Double eta = speed.isPresent() ? Math.round(work / speed.getAsDouble() * 10) / 10.0 : null;
            Heard live = heard.get(session.id());
            estimates.add(new Estimate(
                    session.id(), session.userId(), session.place(), eta, live == null ? null : live.percent()));
        }
        return estimates;
    }
}
