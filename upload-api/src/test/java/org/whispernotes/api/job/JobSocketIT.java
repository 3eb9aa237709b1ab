package org.whispernotes.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.whispernotes.api.ApiTest;
import org.whispernotes.api.live.SocketClient;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.progress.ProgressPublisher;
import tools.jackson.databind.JsonNode;

/** The batch protocol as its clients speak it. */
class JobSocketIT extends ApiTest {

    private static final byte[] RECORDING = {1, 2, 3, 4};

    @LocalServerPort
    private int port;

    @org.springframework.beans.factory.annotation.Autowired
    private ProgressPublisher progress;

    private SocketClient client;

    @BeforeEach
    void open() {
        client = SocketClient.open(address(), "job-message");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private String address() {
        return "ws://127.0.0.1:" + port + "/ws/jobs";
    }

    @Test
    void a_job_over_sessions_and_stored_recordings_is_created_told_and_completed() {
        UUID known = id(upload("lecture-1.mp4", RECORDING));
        String key = "lectures/" + UUID.randomUUID() + ".mp4";
        documents.store().write(new ObjectRef(Bucket.VIDEO_FILES, key), RECORDING, "video/mp4", Map.of());

        client.send("{\"type\":\"TRANSCRIPTION_REQUEST\",\"videoIds\":[\"" + known + "\",\"" + key
                + "\"],\"courseId\":\"physics-7\"}");

        JsonNode created = awaitMessage(message -> type(message).equals("JOB_CREATED"));
        assertThat(created.path("status").asString()).isEqualTo("queued");
        String job = created.path("jobId").asString();
        awaitProgress("queued", 0);
        Map<String, Object> batch = json(api.get().uri("/api/batches/{id}", job), 200);
        assertThat(sessions(batch)).hasSize(2);
        assertThat(db.sql("select label from batches where id = :id")
                        .bind("id", UUID.fromString(job))
                        .map(row -> row.get("label", String.class))
                        .one()
                        .block(LIMIT))
                .isEqualTo("physics-7");
        UUID stored = id(sessions(batch).stream()
                .filter(session -> !id(session).equals(known))
                .findFirst()
                .orElseThrow());
        awaitStarted(stored, 1);
        Job work = documents.read(ObjectKeys.job(stored, 1), Job.class);
        assertThat(work.media()).isEqualTo("video-files/" + key);

        say(known, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitProgress("processing", 50);
        say(stored, 1, SessionEvent.Kind.STARTED, Stage.TRANSCRIBE);
        awaitStatus(stored, "PROCESSING");
        progress.progress(work, Stage.TRANSCRIBE, 0.5, "Listening");
        awaitProgress("processing", Math.round((100 + Stage.TRANSCRIBE.percentAt(0.5)) / 2 * 10) / 10.0);
        say(stored, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitProgress("completed", 100);
        assertThat(client.last().has("error")).isFalse();
        // Once it has ended nothing more is said, and the recording that somebody else stored is still there.
        assertThat(documents.exists(new ObjectRef(Bucket.VIDEO_FILES, key))).isTrue();
    }

    @Test
    void a_failure_is_said_with_its_reason() {
        UUID good = id(upload("good.mp4", RECORDING));
        UUID bad = id(upload("bad.mp4", RECORDING));
        awaitStarted(bad, 1);
        request(good, bad);
        awaitProgress("queued", 0);

        publisher.publish(SessionEvent.failed(
                new RecordingUploaded(bad, USER, 1),
                Stage.PREPARE,
                Problem.NO_AUDIO,
                null,
                false,
                "test",
                java.time.Instant.now()));
        say(good, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);

        awaitProgress("completed", 100);
        assertThat(client.last().path("error").asString()).contains("1 of 2", "bad.mp4", Problem.NO_AUDIO.sentence());

        // Asked for again, what failed is tried again and what is done counts.
        request(good, bad);
        awaitProgress("processing", 50);
        assertThat(session(bad)).containsEntry("run", 2);
        awaitStarted(bad, 2);
        say(bad, 2, SessionEvent.Kind.FINISHED, Stage.TODOS);
        await().atMost(LIMIT)
                .until(() -> client.last().path("status").asString().equals("completed")
                        && !client.last().has("error"));
    }

    @Test
    void a_cancelled_job_stops_its_sessions() {
        UUID one = id(upload("one.mp4", RECORDING));
        UUID two = id(upload("two.mp4", RECORDING));
        request(one, two);
        String job = awaitMessage(message -> type(message).equals("JOB_CREATED"))
                .path("jobId")
                .asString();
        awaitStarted(one, 1);

        client.send("{\"type\":\"CANCEL_JOB\",\"jobId\":\"" + job + "\"}");

        awaitProgress("failed", 100);
        assertThat(client.last().path("error").asString()).isEqualTo("The job was cancelled.");
        assertThat(session(one)).containsEntry("status", "CANCELLED");
        assertThat(session(two)).containsEntry("status", "CANCELLED");
        await().atMost(LIMIT).until(() -> !documents.exists(ObjectKeys.job(one, 1)));
    }

    @Test
    void a_client_that_comes_back_asks_and_goes_on_being_told() {
        UUID id = id(upload("one.mp4", RECORDING));
        request(id);
        String job = awaitMessage(message -> type(message).equals("JOB_CREATED"))
                .path("jobId")
                .asString();
        client.close();
        client = SocketClient.open(address(), "job-message");

        client.send("{\"type\":\"JOB_STATUS_REQUEST\",\"jobId\":\"" + job + "\"}");
        awaitProgress("queued", 0);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitProgress("completed", 100);
        assertThat(client.last().path("jobId").asString()).isEqualTo(job);
    }

    @Test
    void what_can_not_be_served_is_said_and_nothing_is_started() {
        UUID known = id(upload("one.mp4", RECORDING));
        long before = batches();
        client.send("{\"type\":\"TRANSCRIPTION_REQUEST\",\"videoIds\":[\"" + known + "\",\"no-such.mp4\"]}");
        assertThat(awaitFailure().path("error").asString()).contains("no-such.mp4");
        assertThat(batches()).isEqualTo(before);

        for (String wrong : new String[] {
            "no json",
            "{\"type\":\"DANCE\"}",
            "{\"type\":\"TRANSCRIPTION_REQUEST\",\"videoIds\":[]}",
            "{\"type\":\"TRANSCRIPTION_REQUEST\",\"videoIds\":[\"../work/x\"]}",
            "{\"type\":\"CANCEL_JOB\",\"jobId\":\"x\"}",
            "{\"type\":\"JOB_STATUS_REQUEST\",\"jobId\":\"" + UUID.randomUUID() + "\"}"
        }) {
            int said = client.messages().size();
            client.send(wrong);
            await().atMost(LIMIT).until(() -> client.messages().size() == said + 1);
            assertThat(client.last().path("status").asString()).as(wrong).isEqualTo("failed");
        }
    }

    @Test
    void another_pages_socket_is_refused() {
        assertThatThrownBy(() -> SocketClient.openFrom("http://evil.example", address(), "job-message"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        SocketClient.openFrom("http://127.0.0.1:" + port, address(), "job-message")
                .close();
    }

    private void request(UUID... sessions) {
        client.send("{\"type\":\"TRANSCRIPTION_REQUEST\",\"videoIds\":[\""
                + String.join(
                        "\",\"",
                        java.util.Arrays.stream(sessions).map(UUID::toString).toList()) + "\"]}");
    }

    private long batches() {
        return db.sql("select count(*) as n from batches")
                .map(row -> row.get("n", Long.class))
                .one()
                .block(LIMIT);
    }

    private JsonNode awaitFailure() {
        return awaitMessage(message -> message.path("status").asString("").equals("failed"));
    }

    private void awaitProgress(String status, double progress) {
        await().atMost(LIMIT)
                .until(() -> client.last() != null
                        && type(client.last()).equals("JOB_PROGRESS")
                        && client.last().path("status").asString().equals(status)
                        && client.last().path("progress").asDouble() == progress);
    }

    private JsonNode awaitMessage(Predicate<JsonNode> condition) {
        return await().atMost(LIMIT)
                .until(() -> client.messages().stream().filter(condition).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static String type(JsonNode message) {
        return message.path("type").asString("");
    }
}
