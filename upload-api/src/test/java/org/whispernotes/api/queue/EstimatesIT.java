package org.whispernotes.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.api.TestDatabase;
import org.whispernotes.api.queue.Estimates.Estimate;
import org.whispernotes.api.user.User;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.testing.Servers;

/** Times left, from what was measured. */
class EstimatesIT {

    private final TestDatabase database = TestDatabase.create();
    private final Instant now = Instant.now();

    @Test
    void nothing_is_promised_before_anything_was_measured() {
        session("QUEUED", 60, null, null);
        assertThat(estimates(connect()).all().block()).singleElement().satisfies(estimate -> {
            assertThat(estimate.etaSeconds()).isNull();
            assertThat(estimate.position()).isEqualTo(1);
        });
    }

    @Test
    void overlapping_runs_count_their_time_once_and_waiting_ones_come_after_all_ahead() {
        // 200 s of recordings in 10 s in which anything was under way: 20 a second.
        session("COMPLETED", 100, now.minusSeconds(10), now.minusSeconds(2));
        session("COMPLETED", 100, now.minusSeconds(8), now);
        UUID longer = session("PROCESSING", 100, now, null);
        UUID shorter = session("PROCESSING", 20, now, null);
        UUID waiting = session("QUEUED", 40, null, null);
        StringRedisTemplate redis = connect();
        redis.opsForValue()
                .set(ProgressKeys.snapshot(longer), "1-0\nprogress\n{\"percent\":50,\"stage\":\"transcribe\"}");

        List<Estimate> all = estimates(redis).all().block();

        assertThat(eta(all, longer)).isCloseTo((50 + 20) / 20.0, within(0.06));
        assertThat(eta(all, shorter)).isCloseTo((20 + 20) / 20.0, within(0.06));
        assertThat(eta(all, waiting)).isCloseTo((50 + 20 + 40) / 20.0, within(0.06));
        assertThat(all.stream()
                        .filter(e -> e.sessionId().equals(longer))
                        .findFirst()
                        .orElseThrow()
                        .percent())
                .isEqualTo(50);
    }

    /** Twenty at a time, each for twenty seconds: one ends every second, so ten seconds of recording a second are done. */
    @Test
    void a_machine_that_does_many_at_once_is_as_fast_as_sessions_end() {
        for (int i = 0; i < 60; i++) {
            Instant end = now.minusSeconds(i);
            session("COMPLETED", 10, end.minusSeconds(20), end);
        }
        UUID waiting = session("QUEUED", 100, null, null);

        assertThat(eta(estimates(connect()).all().block(), waiting)).isBetween(10.0, 13.0);
    }

    @Test
    void the_length_of_what_nobody_has_looked_into_is_guessed_from_others_of_its_kind() {
        UUID known = session("COMPLETED", 10, now.minusSeconds(10), now);
        UUID waiting = session("QUEUED", 1, null, null);
        database.run("update sessions set size_bytes = 1000, content_type = 'audio/flac' where id = '" + known + "'");
        database.run("update sessions set size_bytes = 5000, content_type = 'audio/flac', duration_seconds = null"
                + " where id = '" + waiting + "'");

        assertThat(eta(estimates(connect()).all().block(), waiting)).isCloseTo(50, within(0.5));
    }

    @Test
    void the_error_of_past_estimates_is_reported() {
        UUID id = session("COMPLETED", 100, now.minusSeconds(10), now);
        database.run("update sessions set predicted_at = completed_at - interval '20 s', predicted_seconds = 15"
                + " where id = '" + id + "'");
        StringRedisTemplate redis = connect();
        QueueState state = new QueueState(database.client(), estimates(redis), settings());
        assertThat(state.of(User.LOCAL).block().etaError()).isEqualTo(0.25);
    }

    private static double eta(List<Estimate> all, UUID id) {
        return all.stream()
                .filter(e -> e.sessionId().equals(id))
                .findFirst()
                .orElseThrow()
                .etaSeconds();
    }

    private Estimates estimates(StringRedisTemplate redis) {
        return new Estimates(
                database.client(),
                settings(),
                new Throughput(database.client(), Clock.systemUTC()),
                new LiveProgress(redis, Clock.systemUTC()));
    }

    private static QueueSettings settings() {
        return new QueueSettings(QueueOrder.FIFO, 2, 10, Duration.ofSeconds(1), Duration.ofSeconds(1), 10);
    }

    private static StringRedisTemplate connect() {
        LettuceConnectionFactory connections =
                new LettuceConnectionFactory(LettuceConnectionFactory.createRedisConfiguration(
                        Servers.get().springProperties().get("spring.data.redis.url")));
        connections.start();
        return new StringRedisTemplate(connections);
    }

    private UUID session(String status, double duration, Instant started, Instant completed) {
        UUID id = UUID.randomUUID();
        database.run("insert into sessions (id, user_id, filename, content_type, size_bytes, status, stage, video_path,"
                + " duration_seconds, queued_at, released_at, started_at, completed_at) values ('" + id + "', '"
                + User.LOCAL.id() + "', 'a.mp4', 'video/mp4', 1, '" + status + "', 'queue', 'x', " + duration
                + ", now(), "
                + time(started) + ", " + time(started) + ", " + time(completed) + ")");
        return id;
    }

    private static String time(Instant time) {
        return time == null ? "null" : "'" + time + "'";
    }
}
