package org.whispernotes.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.runtime.broker.ConfirmedPublisher;

/** From the queue of dead letters to the console. */
class DeadLetterIT extends DeadLetterTest {

    @Test
    void is_recorded_with_its_cause_and_fails_its_session_so_that_it_can_be_replayed() {
        UUID session = started();
        die(session, 3, Map.of());

        assertThat(awaitStatus(session, "FAILED"))
                .containsEntry("errorCode", "gave-up")
                .containsEntry("replayable", true);
        assertThat(documents.exists(ObjectKeys.job(session, 1))).isTrue();
        Map<String, Object> line = only(session);
        assertThat(line)
                .containsEntry("exceptionClass", exception)
                .containsEntry("step", "chunk-3")
                .containsEntry("queue", "transcriber.chunks")
                .containsEntry("group", exception + "@chunk")
                .containsEntry("loops", 0);
        Map<String, Object> full = json(api.get().uri("/api/admin/dead-letters/{id}", line.get("id")), 200);
        assertThat((String) full.get("payload")).contains(session.toString());
        assertThat((String) full.get("stack")).hasSize(3000);
        assertThat(full.get("headers").toString()).contains(MessageHeaders.HOST);
    }

    @Test
    void a_message_that_killed_its_worker_again_and_again_says_so() {
        UUID session = started();
        Message message = ConfirmedPublisher.encode(new ChunkReady(session, USER, 1, 0));
        message.getMessageProperties()
                .setHeader("x-death", List.of(Map.of("reason", "delivery_limit", "queue", "transcriber.chunks")));
        raw.publishRaw(Topology.DEAD_LETTERS, PipelineQueue.CHUNKS.queueName(), message);

        assertThat(awaitStatus(session, "FAILED")).containsEntry("errorCode", "worker-killed");
        assertThat(only(session)).containsEntry("exceptionClass", "delivery-limit");
    }

    @Test
    void what_is_unreadable_is_recorded_too() {
        String marker = UUID.randomUUID().toString();
        Message message = MessageBuilder.withBody(("\u0000not json " + marker).getBytes(StandardCharsets.UTF_8))
                .setContentType("text/plain")
                .setHeader(MessageHeaders.EXCEPTION_MESSAGE, "zero \u0000 byte")
                .setHeader(MessageHeaders.SESSION_ID, "no uuid")
                .build();
        raw.publishRaw(Topology.DEAD_LETTERS, PipelineQueue.PLAN.queueName(), message);

        await().atMost(LIMIT).until(() -> list("text=" + marker).size() == 1);
        Map<String, Object> line = list("text=" + marker).get(0);
        assertThat(line.get("sessionId")).isNull();
        assertThat(line).containsEntry("exceptionMessage", "zero  byte");
        discard(line, "not ours");
    }
}
