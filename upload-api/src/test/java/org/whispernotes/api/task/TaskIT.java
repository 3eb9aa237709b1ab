package org.whispernotes.api.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.reactive.function.BodyInserters;
import org.whispernotes.api.ApiTest;
import org.whispernotes.api.Transcripts;
import org.whispernotes.api.live.SocketClient;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.progress.ProgressPublisher;

/** The queued protocol of transcription services. */
class TaskIT extends ApiTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ProgressPublisher progress;

    @Test
    void a_task_is_queued_told_over_its_socket_and_answered_with_the_transcript() {
        Map<String, Object> task = transcribe("/transcribe/", form("meeting.mp4"), 200);
        assertThat(task).containsEntry("status", "queued").containsKeys("position", "eta");
        UUID id = UUID.fromString((String) task.get("task_id"));
        try (SocketClient client = SocketClient.open("ws://127.0.0.1:" + port + "/ws/" + id, "queued-task-message")) {
            awaitStarted(id, 1);
            awaitData(client, "queued", 0);
            say(id, 1, SessionEvent.Kind.STARTED, Stage.TRANSCRIBE);
            awaitStatus(id, "PROCESSING");
            progress.progress(
                    documents.read(ObjectKeys.job(id, 1), Job.class), Stage.TRANSCRIBE, 0.5, "Listening to chunk 3");
            double half = Math.round(Stage.TRANSCRIBE.percentAt(0.5) * 10) / 10.0;
            awaitData(client, "processing", half);
            assertThat(client.last().at("/data/message").asString()).isEqualTo("Listening to chunk 3");
            assertThat(json(api.get().uri("/task/{id}", id), 200))
                    .containsEntry("status", "processing")
                    .containsEntry("progress", half)
                    .containsEntry("position", 0)
                    .doesNotContainKey("result");

            documents.writeResult(ObjectKeys.transcript(id), Transcripts.twoSentences(id), 1);
            say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
            awaitData(client, "completed", 100);
            assertThat(client.closed()).succeedsWithin(LIMIT).isEqualTo(1000);
        }
        Map<String, Object> done = json(api.get().uri("/task/{id}", id), 200);
        assertThat(done).containsEntry("status", "completed").containsEntry("progress", 100.0);
        assertThat(done.get("result"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("text", "Good morning. Let us begin.")
                .containsEntry("language", "en");
        // Whoever comes late is told the end, and that is all.
        try (SocketClient late = SocketClient.open("ws://127.0.0.1:" + port + "/ws/" + id, "queued-task-message")) {
            assertThat(late.closed()).succeedsWithin(LIMIT).isEqualTo(1000);
            assertThat(late.messages()).hasSize(1);
        }
        assertThat(json(api.delete().uri("/task/{id}", id), 409)).containsEntry("code", "conflict");
        assertThat(documents.exists(ObjectKeys.transcript(id))).isTrue();
    }

    @Test
    void a_task_is_cancelled() {
        UUID id = UUID.fromString(
                (String) transcribe("/transcribe", form("meeting.mp4"), 200).get("task_id"));
        assertThat(json(api.delete().uri("/task/{id}", id), 200)).containsEntry("status", "cancelled");
        assertThat(json(api.get().uri("/task/{id}", id), 200)).containsEntry("status", "cancelled");
        assertThat(session(id)).containsEntry("status", "CANCELLED");
    }

    @Test
    void the_queue_and_the_health_are_told() {
        UUID id = UUID.fromString(
                (String) transcribe("/transcribe/", form("meeting.mp4"), 200).get("task_id"));
        Map<String, Object> queue = json(api.get().uri("/queue/status"), 200);
        assertThat(queue)
                .containsKeys("queue_length", "processing", "estimated_wait")
                .containsEntry("order", "fifo");
        assertThat((Integer) queue.get("queue_length") + (Integer) queue.get("processing"))
                .isPositive();
        assertThat(json(api.get().uri("/health"), 200)).containsEntry("status", "healthy");
        json(api.delete().uri("/task/{id}", id), 200);
    }

    @Test
    void unknown_tasks_and_more_than_one_file_are_refused() {
        for (Object unknown : List.of(UUID.randomUUID(), "nonsense")) {
            json(api.get().uri("/task/{id}", unknown), 404);
            json(api.delete().uri("/task/{id}", unknown), 404);
            assertThatThrownBy(
                            () -> SocketClient.open("ws://127.0.0.1:" + port + "/ws/" + unknown, "queued-task-message"))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
        String name = UUID.randomUUID() + ".mp4";
        MultipartBodyBuilder two = form(name);
        two.part("file", new ByteArrayResource(new byte[] {1})).filename(name);
        assertThat((String) transcribe("/transcribe/", two, 400).get("detail")).contains("Too many files");
        assertThat(sessions(json(api.get().uri("/api/sessions?query={q}", name), 200)))
                .isEmpty();
    }

    private void awaitData(SocketClient client, String status, double percent) {
        await().atMost(LIMIT)
                .until(() -> client.last() != null
                        && client.last().at("/data/status").asString().equals(status)
                        && client.last().at("/data/progress").asDouble() == percent);
    }

    private static MultipartBodyBuilder form(String name) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", new ByteArrayResource(new byte[] {1, 2, 3})).filename(name);
        return form;
    }

    private Map<String, Object> transcribe(String path, MultipartBodyBuilder form, int status) {
        return json(api.post().uri(path).body(BodyInserters.fromMultipartData(form.build())), status);
    }
}
