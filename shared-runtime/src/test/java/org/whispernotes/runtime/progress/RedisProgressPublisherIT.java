package org.whispernotes.runtime.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.testing.Servers;

class RedisProgressPublisherIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final UUID session = UUID.randomUUID();
    private final UUID user = UUID.randomUUID();
    private LettuceConnectionFactory connections;
    private StringRedisTemplate redis;
    private RedisProgressPublisher publisher;

    @BeforeEach
    void start() {
        URI address = URI.create(Servers.get().springProperties().get("spring.data.redis.url"));
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(address.getHost(), address.getPort());
        if (address.getUserInfo() != null) {
            server.setPassword(RedisPassword.of(address.getUserInfo().replaceFirst("^[^:]*:", "")));
        }
        connections = new LettuceConnectionFactory(
                server,
                LettuceClientConfiguration.builder()
                        .commandTimeout(Duration.ofSeconds(3))
                        .build());
        connections.afterPropertiesSet();
        connections.start();
        redis = new StringRedisTemplate(connections);
        publisher = new RedisProgressPublisher(
                redis,
                new ProgressSettings(
                        1_000, 10, Duration.ofHours(1), 1_000, Duration.ofMillis(100), Duration.ofSeconds(3)),
                "worker-1",
                Clock.systemUTC());
        publisher.start();
    }

    @AfterEach
    void stop() {
        publisher.stop();
        connections.destroy();
    }

    @Test
    void whatIsPublishedWhileRedisIsFrozenFollowsInOrderAndOnce() {
        percent(1);
        await().ignoreExceptions().atMost(SOON).until(() -> log().size() == 1);
        Servers.get().pause("redis");
        try {
            IntStream.rangeClosed(2, 20).forEach(this::percent);
        } finally {
            Servers.get().resume("redis");
        }
        await().ignoreExceptions().atMost(SOON).until(() -> publisher.held() == 0);
        assertThat(log()).hasSize(20);
        assertThat(log().get(19)).contains("\"percent\":20.0");
    }

    @Test
    void eventThatRedisRefusesDoesNotHoldUpTheOthersNorDoublesThem() {
        redis.opsForValue().set(ProgressKeys.events(session), "not a stream");
        UUID other = UUID.randomUUID();
        // Sent as one batch: they wait while the publisher is stopped.
        publisher.stop();
        publisher.publish(progress(other, 1), user);
        publisher.publish(progress(other, 2), user);
        percent(1);
        publisher.publish(progress(other, 3), user);
        publisher.start();
        await().ignoreExceptions().atMost(SOON).until(() -> publisher.held() == 0);
        assertThat(redis.opsForStream().size(ProgressKeys.events(other))).isEqualTo(3);
    }

    @Test
    void oneIdStandsForTheEntryInTheSessionsLogAndInItsUsers() {
        percent(1);
        percent(2);
        await().ignoreExceptions().atMost(SOON).until(() -> log().size() == 2);
        assertThat(ids(ProgressKeys.userEvents(user))).isEqualTo(ids(ProgressKeys.events(session)));
        assertThat(redis.opsForValue().get(ProgressKeys.owner(session))).isEqualTo(user.toString());
        assertThat(redis.opsForValue().get(ProgressKeys.snapshot(session))).contains("\"percent\":2.0");
    }

    private List<String> ids(String key) {
        return records(key).stream().map(entry -> entry.getId().getValue()).toList();
    }

    private List<String> log() {
        return records(ProgressKeys.events(session)).stream()
                .map(entry -> String.valueOf(entry.getValue().get(ProgressKeys.DATA_FIELD)))
                .toList();
    }

    private List<MapRecord<String, Object, Object>> records(String key) {
        List<MapRecord<String, Object, Object>> found = redis.opsForStream().range(key, Range.unbounded());
        return found == null ? List.of() : found;
    }

    private void percent(double percent) {
        publisher.publish(progress(session, percent), user);
    }

    private static ProgressEvent progress(UUID session, double percent) {
        return new ProgressEvent.Progress(
                session,
                SessionStatus.PROCESSING,
                Stage.TRANSCRIBE,
                percent,
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.now());
    }
}
