package org.whispernotes.api;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.testing.Servers;

/** The service with real servers around it; the test plays the workers. */
@SpringBootTest(
        classes = UploadApiApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        // Tests leave sessions unfinished: these must not keep the next test from its turn.
        properties = "notes.queue.active=10000")
public abstract class ApiTest {

    protected static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    protected static final Duration LIMIT = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    protected Documents documents;

    @Autowired
    protected MessagePublisher publisher;

    @Autowired
    protected DatabaseClient db;

    protected WebTestClient api;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.register(registry);
    }

    @BeforeEach
    void connect() {
        api = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64 << 20))
                .build();
    }

    /** Uploads one small file as a form and returns the session. */
    protected Map<String, Object> upload(String filename, byte[] content) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", new ByteArrayResource(content)).filename(filename);
        return sessions(post(form)).get(0);
    }

    protected Map<String, Object> post(MultipartBodyBuilder form) {
        return json(api.post().uri("/api/sessions").body(BodyInserters.fromMultipartData(form.build())), 201);
    }

    @SuppressWarnings("unchecked")
    protected static List<Map<String, Object>> sessions(Map<String, Object> answer) {
        return new ArrayList<>((List<Map<String, Object>>) answer.get("sessions"));
    }

    protected static Map<String, Object> json(WebTestClient.RequestHeadersSpec<?> request, int status) {
        return request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(new ParameterizedTypeReference<Map<String, Object>>() {})
                .returnResult()
                .getResponseBody();
    }

    protected Map<String, Object> session(UUID id) {
        return json(api.get().uri("/api/sessions/{id}", id), 200);
    }

    protected Map<String, Object> awaitSession(UUID id, Predicate<Map<String, Object>> condition) {
        return await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                // While a server restarts the answer is a problem document.
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> session(id), condition);
    }

    protected Map<String, Object> awaitStatus(UUID id, String status) {
        return awaitSession(id, session -> status.equals(session.get("status")));
    }

    /** The run's job is in the store: its first message was published. */
    protected void awaitStarted(UUID id, int run) {
        await().atMost(LIMIT).until(() -> documents.exists(ObjectKeys.job(id, run)));
    }

    protected void say(UUID id, int run, SessionEvent.Kind kind, Stage stage) {
        var cause = new RecordingUploaded(id, USER, run);
        publisher.publish(
                switch (kind) {
                    case STARTED -> SessionEvent.started(cause, stage, "test", Instant.now());
                    case FINISHED ->
                        SessionEvent.finished(
                                cause, stage, new RecordingFacts(12.5, "en", 0.9, 700L), "test", Instant.now());
                    default -> throw new IllegalArgumentException(kind.name());
                });
    }

    protected static UUID id(Map<String, Object> session) {
        return UUID.fromString((String) session.get("id"));
    }

    /** What a session's changes still call for. */
    protected long outboxOf(UUID id) {
        return db.sql("select count(*) as n from outbox where session_id = :id")
                .bind("id", id)
                .map(row -> row.get("n", Long.class))
                .one()
                .block(LIMIT);
    }
}
