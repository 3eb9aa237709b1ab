package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.client.MultipartBodyBuilder;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.Stage;

/** What a user does to sessions: cancel, delete, list, rename; one by one and as a batch. */
class SessionActionsIT extends ApiTest {

    private static final byte[] RECORDING = {1, 2, 3, 4};

    @Autowired
    private StringRedisTemplate redis;

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
    void cancelling_an_upload_removes_its_parts() {
        UUID id = UUID.fromString((String)
                json(api.post().uri("/api/uploads").bodyValue(Map.of("filename", "a.mp4", "sizeBytes", 5)), 201)
                        .get("sessionId"));
        json(api.post().uri("/api/sessions/{id}/cancel", id), 200);
        await().atMost(LIMIT).until(() -> outboxOf(id) == 0);
        json(api.get().uri("/api/uploads/{id}", id), 404);
        assertThat(json(api.post().uri("/api/sessions/{id}/retry", id), 410)).containsEntry("code", "recording-gone");
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
}
