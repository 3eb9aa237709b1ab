package org.whispernotes.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.amqp.core.Message;
import org.springframework.beans.factory.annotation.Autowired;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.runtime.broker.ConfirmedPublisher;

/** Messages that gave up, as shared-runtime leaves them. */
abstract class DeadLetterTest extends ApiTest {

    @Autowired
    protected ConfirmedPublisher raw;

    /** Makes the exception of each test one of its own, so that its group is too. */
    protected final String exception =
            "org.example.E" + UUID.randomUUID().toString().replace("-", "");

    protected UUID started() {
        UUID id = id(upload("a.mp4", new byte[] {1}));
        awaitStarted(id, 1);
        return id;
    }

    /** What shared-runtime does with a message that failed for good. */
    protected void die(UUID session, int chunk, Map<String, Object> headers) {
        Message message = ConfirmedPublisher.encode(new ChunkReady(session, USER, 1, chunk));
        var properties = message.getMessageProperties();
        properties.setHeader(MessageHeaders.EXCEPTION_CLASS, exception);
        properties.setHeader(MessageHeaders.EXCEPTION_MESSAGE, "it broke");
        properties.setHeader(MessageHeaders.EXCEPTION_STACK, "x".repeat(3000));
        properties.setHeader(MessageHeaders.ORIGINAL_QUEUE, PipelineQueue.CHUNKS.queueName());
        properties.setHeader(MessageHeaders.HOST, "here");
        properties.setHeader(MessageHeaders.LAST_FAILED_AT, Instant.now().toString());
        headers.forEach(properties::setHeader);
        raw.publishRaw(Topology.DEAD_LETTERS, PipelineQueue.CHUNKS.queueName(), message);
    }

    protected Map<String, Object> only(UUID session) {
        List<Map<String, Object>> found = list("sessionId=" + session);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @SuppressWarnings("unchecked")
    protected List<Map<String, Object>> list(String query) {
        return (List<Map<String, Object>>)
                json(api.get().uri("/api/admin/dead-letters?" + query), 200).get("deadLetters");
    }

    protected Map<String, Object> discard(Map<String, Object> line, String reason) {
        return json(
                api.post()
                        .uri("/api/admin/dead-letters/{id}/discard", line.get("id"))
                        .bodyValue(Map.of("reason", reason)),
                200);
    }
}
