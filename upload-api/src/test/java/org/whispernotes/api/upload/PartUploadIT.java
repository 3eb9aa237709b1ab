package org.whispernotes.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.work.Job;

/** Uploads in parts: straight to the store, through the API, resumed, incomplete, damaged. */
class PartUploadIT extends ApiTest {

    private static final int PART = 16 << 20;

    private final byte[] recording = bytes(PART + 1000);
    private final byte[] first = Arrays.copyOf(recording, PART);
    private final byte[] last = Arrays.copyOfRange(recording, PART, recording.length);

    @Test
    void parts_sent_straight_to_the_store_become_a_queued_session() throws Exception {
        Map<String, Object> upload = start(recording.length);
        UUID id = UUID.fromString((String) upload.get("sessionId"));
        assertThat(upload).containsEntry("partSize", PART).containsEntry("partCount", 2);
        List<Map<String, Object>> parts = list(upload, "parts");
        String firstTag = put(parts.get(0), first);
        String lastTag = put(parts.get(1), last);

        Map<String, Object> session = json(
                api.post()
                        .uri("/api/uploads/{id}/complete", id)
                        .bodyValue(Map.of(
                                "parts",
                                List.of(Map.of("number", 1, "etag", firstTag), Map.of("number", 2, "etag", lastTag)))),
                200);

        assertThat(session).containsEntry("status", "QUEUED").containsEntry("sizeBytes", recording.length);
        assertThat(documents.store().read(ObjectKeys.original(id, "meeting.mp4")))
                .isEqualTo(recording);
        awaitStarted(id, 1);
        Job job = documents.read(ObjectKeys.job(id, 1), Job.class);
        assertThat(job.options().language()).isEqualTo("de");
        assertThat(job.options().hotwords()).containsExactly("Flyway");
    }

    @Test
    void parts_sent_through_the_api_are_passed_on_and_a_second_complete_is_fine() throws Exception {
        UUID id = UUID.fromString((String) start(recording.length).get("sessionId"));
        String md5 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(last));
        Map<String, Object> tag = putThroughApi(id, 2, last, md5, 200);
        assertThat(tag).containsEntry("number", 2);
        assertThat((String) tag.get("etag")).isNotEmpty();
        putThroughApi(id, 1, first, null, 200);

        json(api.post().uri("/api/uploads/{id}/complete", id), 200);
        assertThat(json(api.post().uri("/api/uploads/{id}/complete", id), 200)).containsEntry("id", id.toString());
        assertThat(documents.store().read(ObjectKeys.original(id, "meeting.mp4")))
                .isEqualTo(recording);
    }

    @Test
    void an_interrupted_upload_says_what_is_there_and_what_is_missing() throws Exception {
        UUID id = UUID.fromString((String) start(recording.length).get("sessionId"));
        putThroughApi(id, 2, last, null, 200);

        Map<String, Object> incomplete = json(api.post().uri("/api/uploads/{id}/complete", id), 409);
        assertThat(incomplete)
                .containsEntry("code", "upload-incomplete")
                .containsEntry("missingParts", List.of(1))
                .containsEntry("status", 409);

        Map<String, Object> resumed = json(api.get().uri("/api/uploads/{id}", id), 200);
        assertThat(list(resumed, "received"))
                .extracting(part -> part.get("number"))
                .containsExactly(2);
        put(list(resumed, "parts").get(0), first);
        json(api.post().uri("/api/uploads/{id}/complete", id), 200);
        assertThat(json(api.get().uri("/api/uploads/{id}", id), 404)).containsEntry("code", "upload-not-found");
    }

    /** A store that is busy with an earlier request to put the parts together may not list them any more. */
    @Test
    void a_recording_that_is_there_as_a_whole_misses_no_parts() {
        UUID id = UUID.fromString((String) start(recording.length).get("sessionId"));
        documents.store().write(ObjectKeys.original(id, "meeting.mp4"), recording, "video/mp4", Map.of());

        assertThat(json(api.post().uri("/api/uploads/{id}/complete", id), 200)).containsEntry("status", "QUEUED");
    }

    @Test
    void a_part_that_arrives_changed_or_has_the_wrong_size_is_refused() {
        UUID id = UUID.fromString((String) start(recording.length).get("sessionId"));
        String wrong = Base64.getEncoder().encodeToString(new byte[16]);

        assertThat(putThroughApi(id, 2, last, wrong, 400)).containsEntry("code", "checksum-mismatch");
        assertThat(putThroughApi(id, 2, first, null, 400)).containsEntry("code", "invalid-request");
        assertThat(putThroughApi(id, 3, last, null, 400)).containsEntry("code", "invalid-request");
        assertThat(putThroughApi(UUID.randomUUID(), 1, last, null, 404)).containsEntry("code", "upload-not-found");
    }

    @Test
    void an_empty_recording_is_stored_as_one() {
        UUID id = UUID.fromString((String) start(0).get("sessionId"));
        json(api.post().uri("/api/uploads/{id}/complete", id), 200);
        assertThat(documents.store().read(ObjectKeys.original(id, "meeting.mp4")))
                .isEmpty();
    }

    @Test
    void what_is_too_large_or_says_too_little_is_refused_before_a_byte_is_sent() {
        assertThat(json(
                        api.post().uri("/api/uploads").bodyValue(Map.of("filename", "a.mp4", "sizeBytes", 1L << 50)),
                        413))
                .containsEntry("code", "too-large");
        assertThat(json(api.post().uri("/api/uploads").bodyValue(Map.of("filename", "a.mp4")), 400))
                .containsEntry("code", "invalid-request");
        assertThat(json(
                        api.post()
                                .uri("/api/uploads")
                                .bodyValue(Map.of(
                                        "filename", "a.mp4", "sizeBytes", 1, "options", Map.of("task", "dance"))),
                        400))
                .satisfies(problem -> assertThat((String) problem.get("detail")).contains("dance"));
    }

    @Test
    void aborting_leaves_nothing() {
        UUID id = UUID.fromString((String) start(recording.length).get("sessionId"));
        putThroughApi(id, 2, last, null, 200);
        api.delete().uri("/api/uploads/{id}", id).exchange().expectStatus().isNoContent();

        json(api.get().uri("/api/sessions/{id}", id), 404);
        json(api.post().uri("/api/uploads/{id}/complete", id), 404);
        assertThat(documents.store().list(Bucket.VIDEO_FILES, ObjectKeys.sessionPrefix(id)))
                .isEmpty();
    }

    @Test
    void uploads_of_one_batch_are_listed_together() {
        UUID batch = UUID.randomUUID();
        for (String name : List.of("a.mp4", "b.mp4")) {
            json(
                    api.post()
                            .uri("/api/uploads")
                            .bodyValue(Map.of("filename", name, "sizeBytes", 10, "batchId", batch)),
                    201);
        }
        assertThat(sessions(json(api.get().uri("/api/sessions?batchId={b}", batch), 200)))
                .hasSize(2);
    }

    private Map<String, Object> start(long size) {
        return json(
                api.post()
                        .uri("/api/uploads")
                        .bodyValue(Map.of(
                                "filename",
                                "C:\\recordings\\meeting.mp4",
                                "sizeBytes",
                                size,
                                "options",
                                Map.of("language", "de", "hotwords", List.of("Flyway")))),
                201);
    }

    private Map<String, Object> putThroughApi(UUID id, int number, byte[] content, String md5, int status) {
        return json(
                api.put()
                        .uri("/api/uploads/{id}/parts/{n}", id, number)
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .headers(headers -> {
                            if (md5 != null) {
                                headers.set("Content-MD5", md5);
                            }
                        })
                        .bodyValue(content),
                status);
    }

    private static String put(Map<String, Object> part, byte[] content) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create((String) part.get("url")))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.headers().firstValue("ETag").orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) of.get(name);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
