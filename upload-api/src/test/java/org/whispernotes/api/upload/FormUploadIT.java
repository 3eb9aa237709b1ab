package org.whispernotes.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.client.MultipartBodyBuilder;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.work.Job;

/** {@code curl -F file=@…}: one or more files, options before or after them, forms that break off. */
class FormUploadIT extends ApiTest {

    @LocalServerPort
    private int port;

    @Test
    void several_files_become_a_session_each_with_the_options_of_the_form() {
        byte[] large = new byte[20 << 20];
        new Random(2).nextBytes(large);
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", new ByteArrayResource(large)).filename("large.mkv");
        form.part("file", new ByteArrayResource("small".getBytes(StandardCharsets.UTF_8)))
                .filename("../../etc/klein\u202E.m4a");
        form.part("file", new ByteArrayResource(new byte[0])).filename("empty.wav");
        // After the files: options still hold for all of them.
        form.part("language", "de");
        form.part("minSpeakers", "2");
        form.part("hotwords", "Kubernetes, Flyway");
        form.part("label", "week 12");

        Map<String, Object> answer = post(form);

        List<Map<String, Object>> sessions = sessions(answer);
        assertThat(sessions)
                .extracting(session -> session.get("filename"))
                .containsExactly("large.mkv", "klein.m4a", "empty.wav");
        assertThat(sessions)
                .extracting(session -> session.get("contentType"))
                .containsExactly("video/x-matroska", "audio/mp4", "audio/wav");
        assertThat(sessions)
                .allSatisfy(session -> assertThat(session)
                        .containsEntry("batchId", answer.get("batchId"))
                        .containsEntry("status", "QUEUED"));
        assertSame(large, ObjectKeys.original(id(sessions.get(0)), "large.mkv"));
        assertThat(documents.store().read(ObjectKeys.original(id(sessions.get(2)), "empty.wav")))
                .isEmpty();
        awaitStarted(id(sessions.get(1)), 1);
        Job job = documents.read(ObjectKeys.job(id(sessions.get(1)), 1), Job.class);
        assertThat(job.sizeBytes()).isEqualTo(5);
        assertThat(job.options().language()).isEqualTo("de");
        assertThat(job.options().speakers().min()).isEqualTo(2);
        assertThat(job.options().hotwords()).containsExactly("Kubernetes", "Flyway");
    }

    @Test
    void a_form_without_a_file_or_with_a_wrong_option_is_refused_and_leaves_nothing() {
        MultipartBodyBuilder empty = new MultipartBodyBuilder();
        empty.part("language", "de");
        assertThat(refused(empty)).containsEntry("code", "invalid-request");

        String name = UUID.randomUUID() + ".mp4";
        MultipartBodyBuilder wrong = new MultipartBodyBuilder();
        wrong.part("file", new ByteArrayResource(new byte[10])).filename(name);
        wrong.part("speakers", "many");
        assertThat((String) refused(wrong).get("detail")).contains("speakers", "many");
        assertThat(sessions(json(api.get().uri("/api/sessions?query={q}", name), 200)))
                .isEmpty();
    }

    @Test
    void of_a_form_that_breaks_off_nothing_stays() throws IOException {
        String name = UUID.randomUUID() + ".mp4";
        try (Socket client = new Socket("127.0.0.1", port)) {
            String head = "POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(new byte[9 << 20]);
            client.getOutputStream().flush();
            await().atMost(LIMIT).until(() -> listed(name).size() == 1);
        }
        await().atMost(LIMIT).until(() -> listed(name).isEmpty());
        await().atMost(LIMIT)
                .until(() -> db.sql("select count(*) as n from outbox where kind = 'DELETE'")
                                .map(row -> row.get("n", Long.class))
                                .one()
                                .block(LIMIT)
                        == 0);
        assertThat(documents.store().list(Bucket.VIDEO_FILES, "")).noneMatch(object -> object.size() == 9 << 20);
    }

    /** Says where and how they differ: millions of numbers would not. */
    private void assertSame(byte[] sent, ObjectRef ref) {
        byte[] stored = documents.store().read(ref);
        int first = Arrays.mismatch(sent, stored);
        if (first < 0) {
            return;
        }
        long different = IntStream.range(0, Math.min(sent.length, stored.length))
                .filter(i -> sent[i] != stored[i])
                .count();
        fail(
                "%d bytes sent, %d stored; the first that differs is at %d, %d differ; read again they %s",
                sent.length,
                stored.length,
                first,
                different,
                Arrays.equals(stored, documents.store().read(ref)) ? "are the same" : "are others");
    }

    private List<Map<String, Object>> listed(String name) {
        return sessions(json(api.get().uri("/api/sessions?query={q}", name), 200));
    }

    private Map<String, Object> refused(MultipartBodyBuilder form) {
        return json(
                api.post()
                        .uri("/api/sessions")
                        .body(org.springframework.web.reactive.function.BodyInserters.fromMultipartData(form.build())),
                400);
    }
}
