package org.whispernotes.progress;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.progress.ProgressPublisher;
import org.whispernotes.testing.Servers;

/** A running progress-stream on real servers, and the publisher that workers use. */
@SpringBootTest(
        classes = ProgressStreamApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "notes.progress-stream.token-secret=" + ProgressStreamTestBase.SECRET)
abstract class ProgressStreamTestBase {

    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final UUID LOCAL_USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    static final Duration SOON = Duration.ofSeconds(10);

    @LocalServerPort
    int port;

    @Autowired
    ProgressPublisher publisher;

    @Autowired
    StringRedisTemplate redis;

    final UUID session = UUID.randomUUID();
    private final List<EventStream> open = new ArrayList<>();

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.register(registry);
    }

    @AfterEach
    void closeStreams() {
        open.forEach(EventStream::close);
    }

    EventStream follow(@Nullable String lastEventId) {
        return open("/api/progress/" + session, lastEventId);
    }

    EventStream open(String path, @Nullable String lastEventId, String... headers) {
        EventStream stream = EventStream.open(address(path), lastEventId, headers);
        open.add(stream);
        return stream;
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    void publish(ProgressEvent event) {
        publisher.publish(event, LOCAL_USER);
    }

    void percent(double percent) {
        publish(progress(session, percent));
    }

    static ProgressEvent progress(UUID session, double percent) {
        return new ProgressEvent.Progress(
                session,
                SessionStatus.PROCESSING,
                Stage.TRANSCRIBE,
                percent,
                "Listening",
                null,
                null,
                null,
                null,
                null,
                "worker-1",
                Instant.now());
    }

    void segment(int id, String text) {
        publish(new ProgressEvent.SegmentReady(
                session, 0, new Segment(id, id, id + 1, text, null, null, null, List.of(), List.of()), Instant.now()));
    }

    void completed() {
        publish(new ProgressEvent.Completed(
                session, SessionStatus.COMPLETED, 100, "/api/sessions/" + session, List.of(), Instant.now()));
    }

    /** Waits until the log in Redis holds that many entries. */
    void awaitLogged(long entries) {
        await().atMost(SOON)
                .until(() -> Long.valueOf(entries).equals(redis.opsForStream().size("events:" + session)));
    }

    static List<Double> percents(EventStream stream) {
        return stream.events().stream()
                .filter(event -> event.data().has("percent"))
                .map(event -> event.data().get("percent").asDouble())
                .toList();
    }
}
