package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;

/** A session from upload to its end, and what its user does to it. */
class SessionLifeIT extends ApiTest {

    private static final byte[] RECORDING = {1, 2, 3, 4};

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void goes_from_queued_over_processing_to_completed_and_leaves_no_scratch() {
        UUID id = id(upload("stand-up.mp4", RECORDING));
        awaitStarted(id, 1);
        Job job = documents.read(ObjectKeys.job(id, 1), Job.class);
        assertThat(job.filename()).isEqualTo("stand-up.mp4");
        assertThat(job.sizeBytes()).isEqualTo(4);
        assertThat(job.media()).isEqualTo("video-files/" + id + "/original.mp4");

        say(id, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        assertThat(awaitStatus(id, "PROCESSING")).containsEntry("stage", "prepare");
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.ASSEMBLE);
        assertThat(awaitSession(id, session -> "todos".equals(session.get("stage"))))
                .containsEntry("language", "en")
                .containsEntry("durationSeconds", 12.5);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        assertThat(awaitStatus(id, "COMPLETED")).containsEntry("percent", 100.0);

        await().atMost(LIMIT)
                .until(() -> documents
                        .store()
                        .list(Bucket.WORK, ObjectKeys.sessionPrefix(id))
                        .isEmpty());
        assertThat(redis.opsForValue().get(ProgressKeys.snapshot(id))).contains("\ncompleted\n");
    }

    @Test
    void late_and_doubled_events_change_nothing() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        say(id, 1, SessionEvent.Kind.STARTED, Stage.TRANSCRIBE);
        awaitStatus(id, "PROCESSING");
        say(id, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        Map<String, Object> completed = awaitStatus(id, "COMPLETED");
        fail(id, Problem.NO_AUDIO, false);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        say(id, 7, SessionEvent.Kind.FINISHED, Stage.ASSEMBLE);
        UUID other = id(upload("b.mp4", RECORDING));
        say(other, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        awaitStatus(other, "PROCESSING");

        Map<String, Object> now = session(id);
        assertThat(now.get("status")).isEqualTo("COMPLETED");
        assertThat(now.get("completedAt")).isEqualTo(completed.get("completedAt"));
        assertThat(now.get("errorCode")).isNull();
    }

    @Test
    void a_recordings_problem_fails_the_session_with_its_code_and_sentence() {
        UUID id = id(upload("silent.mp4", RECORDING));
        awaitStarted(id, 1);
        fail(id, Problem.NO_AUDIO, false);

        Map<String, Object> failed = awaitStatus(id, "FAILED");
        assertThat(failed)
                .containsEntry("errorCode", "no-audio")
                .containsEntry("errorMessage", Problem.NO_AUDIO.sentence())
                .containsEntry("replayable", false);
        await().atMost(LIMIT).until(() -> !documents.exists(ObjectKeys.job(id, 1)));
        assertThat(redis.opsForValue().get(ProgressKeys.snapshot(id))).contains("\nfailed\n");
    }

    @Test
    void what_can_be_replayed_keeps_its_scratch() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        fail(id, Problem.GAVE_UP, true);

        assertThat(awaitStatus(id, "FAILED")).containsEntry("replayable", true);
        await().atMost(LIMIT).until(() -> outboxOf(id) == 0);
        assertThat(documents.exists(ObjectKeys.job(id, 1))).isTrue();
    }

    @Test
    void todos_that_failed_leave_a_completed_session_with_a_warning() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        publisher.publish(SessionEvent.degraded(
                new RecordingUploaded(id, USER, 1), Stage.TODOS, "todos-failed", "no", "test", Instant.now()));

        assertThat(awaitStatus(id, "COMPLETED").get("warnings")).isEqualTo(List.of("todos-failed"));
    }

    @Test
    void cancelling_ends_the_run_and_a_second_time_is_fine() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        json(api.post().uri("/api/sessions/{id}/cancel", id), 200);
        assertThat(json(api.post().uri("/api/sessions/{id}/cancel", id), 200)).containsEntry("status", "CANCELLED");

        await().atMost(LIMIT).until(() -> !documents.exists(ObjectKeys.job(id, 1)));
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        UUID other = id(upload("b.mp4", RECORDING));
        say(other, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(other, "COMPLETED");
        assertThat(session(id)).containsEntry("status", "CANCELLED");
        assertThat(json(api.post().uri("/api/sessions/{id}/cancel", other), 409))
                .containsEntry("code", "conflict");
    }

    @Test
    void a_second_run_keeps_the_first_ones_results_as_a_version() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        documents.writeResult(ObjectKeys.transcript(id), Map.of("text", "first"), 1);
        documents.writeResult(ObjectKeys.todos(id), Map.of("todos", List.of()), 1);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");

        Map<String, Object> again = json(
                api.post()
                        .uri("/api/sessions/{id}/retry", id)
                        .bodyValue(Map.of("fromStage", "todos", "options", Map.of("todosEngine", "embedded"))),
                200);
        assertThat(again).containsEntry("run", 2).containsEntry("status", "QUEUED");
        awaitStarted(id, 2);
        assertThat(documents.read(ObjectKeys.job(id, 2), Job.class).options().todosEngine())
                .isEqualTo("embedded");
        assertThat(documents.exists(ObjectKeys.version(id, 1, "transcript.json")))
                .isTrue();
        assertThat(documents.runOf(ObjectKeys.version(id, 1, "todos.json"))).hasValue(1);

        documents.writeResult(ObjectKeys.todos(id), Map.of("todos", List.of("new")), 2);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        say(id, 2, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");
        assertThat(json(api.get().uri("/api/sessions/{id}/todos", id), 200)).containsEntry("todos", List.of("new"));
        assertThat(json(api.get().uri("/api/sessions/{id}/todos?run=1", id), 200))
                .containsEntry("todos", List.of());
        api.get()
                .uri("/api/sessions/{id}/versions", id)
                .exchange()
                .expectBody()
                .jsonPath("$[0].run")
                .isEqualTo(2)
                .jsonPath("$[0].current")
                .isEqualTo(true)
                .jsonPath("$[1].results.length()")
                .isEqualTo(2);
    }

    @Test
    void a_run_may_begin_where_its_inputs_are_still_stored() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");
        assertThat(json(retryFrom(id, "assemble"), 404)).containsEntry("code", "result-not-ready");
        assertThat((String) json(retryFrom(id, "upload"), 400).get("detail")).contains("'assemble'");

        documents.writeResult(ObjectKeys.transcript(id), Map.of("text", "first"), 1);
        assertThat(json(retryFrom(id, "assemble"), 200)).containsEntry("run", 2).containsEntry("fromStage", "assemble");
        awaitStarted(id, 2);
        assertThat(documents.read(ObjectKeys.job(id, 2), Job.class).keepsText()).isTrue();
        json(api.post().uri("/api/sessions/{id}/cancel", id), 200);
        assertThat(json(retryFrom(id, "transcribe"), 200)).containsEntry("fromStage", "prepare");
    }

    private WebTestClient.RequestHeadersSpec<?> retryFrom(UUID id, String stage) {
        return api.post().uri("/api/sessions/{id}/retry", id).bodyValue(Map.of("fromStage", stage));
    }

    @Test
    void deleting_removes_row_objects_and_progress() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        documents.writeResult(ObjectKeys.transcript(id), Map.of("text", "x"), 1);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");

        api.delete().uri("/api/sessions/{id}", id).exchange().expectStatus().isNoContent();

        assertThat(json(api.get().uri("/api/sessions/{id}", id), 404)).containsEntry("code", "session-not-found");
        for (Bucket bucket : Bucket.values()) {
            await().atMost(LIMIT)
                    .until(() -> documents
                            .store()
                            .list(bucket, ObjectKeys.sessionPrefix(id))
                            .isEmpty());
        }
        await().atMost(LIMIT).until(() -> redis.opsForValue().get(ProgressKeys.snapshot(id)) == null);
    }

    /** The store does not delete what is being read; whoever reads it is to stop because of the deletion. */
    @Test
    void deleting_reaches_those_who_still_read_the_recording() throws IOException {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        ObjectRef recording = ObjectKeys.original(id, "a.mp4");
        documents.store().write(recording, new byte[32 << 20], "video/mp4", Map.of());

        try (InputStream reader = documents.store().open(recording)) {
            assertThat(reader.read()).isZero();
            api.delete().uri("/api/sessions/{id}", id).exchange().expectStatus().isNoContent();

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> documents
                            .store()
                            .list(Bucket.WORK, ObjectKeys.sessionPrefix(id))
                            .isEmpty());
        }
    }

    @Test
    void sessions_are_listed_newest_first_searched_and_paged() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        List<UUID> ids = List.of(
                id(upload("one_" + mark + ".mp4", RECORDING)),
                id(upload("two_" + mark + ".mp4", RECORDING)),
                id(upload("three_" + mark + ".mp4", RECORDING)));

        Map<String, Object> first = json(api.get().uri("/api/sessions?limit=2&query={q}", "_" + mark), 200);
        assertThat(sessions(first)).extracting(ApiTest::id).containsExactly(ids.get(2), ids.get(1));
        Map<String, Object> second = json(
                api.get().uri("/api/sessions?limit=2&query={q}&cursor={c}", "_" + mark, first.get("nextCursor")), 200);
        assertThat(sessions(second)).extracting(ApiTest::id).containsExactly(ids.get(0));
        assertThat(second.get("nextCursor")).isNull();
        assertThat(sessions(json(api.get().uri("/api/sessions?query={q}&status=FAILED", mark), 200)))
                .isEmpty();
        assertThat(json(api.get().uri("/api/sessions?cursor=nonsense"), 400)).containsEntry("code", "invalid-request");
    }

    @Test
    void a_session_is_renamed() {
        UUID id = id(upload("a.mp4", RECORDING));
        assertThat(json(api.patch().uri("/api/sessions/{id}", id).bodyValue(Map.of("filename", "Planning.mp4")), 200))
                .containsEntry("filename", "Planning.mp4");
        assertThat(json(api.patch().uri("/api/sessions/{id}", id).bodyValue(Map.of()), 400))
                .containsEntry("code", "invalid-request");
    }

    @Test
    void a_batch_has_one_progress_and_is_cancelled_as_one() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", new ByteArrayResource(RECORDING)).filename("a.mp4");
        form.part("file", new ByteArrayResource(RECORDING)).filename("b.mp4");
        Map<String, Object> sent = post(form);
        Object batch = sent.get("batchId");
        UUID first = id(sessions(sent).get(0));
        say(first, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(first, "COMPLETED");

        assertThat(json(api.get().uri("/api/batches/{id}", batch), 200))
                .containsEntry("status", "PROCESSING")
                .containsEntry("percent", 50.0)
                .containsEntry("completed", 1);
        assertThat(json(api.post().uri("/api/batches/{id}/cancel", batch), 200))
                .containsEntry("status", "COMPLETED")
                .containsEntry("percent", 100.0);
        assertThat(json(api.get().uri("/api/batches/{id}", UUID.randomUUID()), 404))
                .containsEntry("code", "not-found");
    }

    @Test
    void cancelling_an_upload_removes_its_parts() {
        UUID id = UUID.fromString((String)
                json(api.post().uri("/api/uploads").bodyValue(Map.of("filename", "a.mp4", "sizeBytes", 5)), 201)
                        .get("sessionId"));
        json(api.post().uri("/api/sessions/{id}/cancel", id), 200);
        await().atMost(LIMIT).until(() -> outboxOf(id) == 0);
        json(api.get().uri("/api/uploads/{id}", id), 404);
        assertThat(json(api.post().uri("/api/sessions/{id}/retry", id), 410)).containsEntry("code", "recording-gone");
    }

    private void fail(UUID id, Problem problem, boolean replayable) {
        publisher.publish(SessionEvent.failed(
                new RecordingUploaded(id, USER, 1), Stage.PREPARE, problem, null, replayable, "test", Instant.now()));
    }

    private long outboxOf(UUID id) {
        return db.sql("select count(*) as n from outbox where session_id = :id")
                .bind("id", id)
                .map(row -> row.get("n", Long.class))
                .one()
                .block(LIMIT);
    }
}
