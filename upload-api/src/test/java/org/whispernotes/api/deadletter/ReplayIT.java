package org.whispernotes.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.Stage;

/** From the console back to work, or discarded. */
class ReplayIT extends DeadLetterTest {

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private StringRedisTemplate redis;

    private final BlockingQueue<Message> chunks = new LinkedBlockingQueue<>();
    private SimpleMessageListenerContainer worker;

    @AfterEach
    void stopWorker() {
        if (worker != null) {
            worker.stop();
        }
    }

    @Test
    void a_replayed_message_reaches_its_queue_again_and_the_session_goes_on_to_completed() throws Exception {
        UUID session = started();
        die(session, 3, Map.of());
        awaitStatus(session, "FAILED");
        Map<String, Object> line = only(session);

        assertThat(replay(line, Map.of("dryRun", true))).containsEntry("result", "WOULD_SEND");
        assertThat(session(session)).containsEntry("status", "FAILED");
        listen();
        Map<String, Object> outcome = replay(line, Map.of("reason", "model installed"));

        assertThat(outcome).containsEntry("result", "SENT");
        Message again = chunks.poll(10, TimeUnit.SECONDS);
        assertThat(again.getMessageProperties().getMessageId()).isEqualTo(outcome.get("messageId"));
        assertThat(again.getMessageProperties().getHeaders())
                .containsEntry(MessageHeaders.REPLAY_OF, line.get("id"))
                .containsEntry(MessageHeaders.ATTEMPT, 1)
                .doesNotContainKey(MessageHeaders.EXCEPTION_CLASS);
        assertThat(session(session)).containsEntry("status", "PROCESSING");
        // Who watches is told, or what the workers say next would be dropped as a late word after the failure.
        awaitTold(session, "\nprogress\n");
        say(session, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(session, "COMPLETED");
        awaitTold(session, "\ncompleted\n");
        assertThat(replay(line, Map.of())).containsEntry("result", "SKIPPED");
        Map<String, Object> full = json(api.get().uri("/api/admin/dead-letters/{id}", line.get("id")), 200);
        assertThat(full.get("audit").toString()).contains("model installed", "SENT");
        assertThat(json(api.get().uri("/api/admin/dead-letters?sessionId={s}", session), 200))
                .containsEntry("total", 0);
    }

    @Test
    void one_that_comes_back_after_its_replay_is_marked_as_a_loop() {
        UUID session = started();
        die(session, 1, Map.of());
        awaitStatus(session, "FAILED");
        Map<String, Object> first = only(session);
        listen();
        replay(first, Map.of());
        die(session, 1, Map.of(MessageHeaders.REPLAY_OF, first.get("id")));

        awaitStatus(session, "FAILED");
        Map<String, Object> second = only(session);
        assertThat(second).containsEntry("loops", 1).containsEntry("replayOf", first.get("id"));
        assertThat(groups())
                .anySatisfy(group -> assertThat(group)
                        .containsEntry("key", exception + "@chunk")
                        .containsEntry("count", 1)
                        .containsEntry("loops", 1));
    }

    @Test
    void a_group_is_replayed_no_faster_than_the_rate() {
        List<UUID> sessions = List.of(started(), started(), started());
        for (int i = 0; i < 3; i++) {
            die(sessions.get(i), i, Map.of());
        }
        sessions.forEach(session -> awaitStatus(session, "FAILED"));
        listen();
        Instant before = Instant.now();

        Map<String, Object> answer = json(
                api.post()
                        .uri("/api/admin/dead-letters/replay")
                        .bodyValue(Map.of("group", exception + "@chunk", "rate", 4, "reason", "fixed")),
                200);

        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(700));
        assertThat(answer.get("outcomes").toString()).contains("SENT").doesNotContain("SKIPPED");
        assertThat(answer).containsEntry("left", 0);
        await().atMost(LIMIT).until(() -> chunks.size() == 3);
    }

    @Test
    void an_edited_payload_must_be_readable_for_the_same_session_and_have_a_reason() throws Exception {
        UUID session = started();
        die(session, 3, Map.of());
        awaitStatus(session, "FAILED");
        Map<String, Object> line = only(session);
        String good = "{\"sessionId\":\"" + session + "\",\"userId\":\"" + USER + "\",\"run\":1,\"index\":4}";

        refused(line, good, null, "reason");
        refused(line, "{", "why", "not a ChunkReady");
        refused(line, good.replace("}", ",\"indes\":4}"), "why", "indes");
        refused(line, good.replace(session.toString(), UUID.randomUUID().toString()), "why", "must stay with session");
        listen();
        assertThat(replay(line, Map.of("payload", good, "reason", "off by one")))
                .containsEntry("result", "SENT");
        assertThat(new String(chunks.poll(10, TimeUnit.SECONDS).getBody(), StandardCharsets.UTF_8))
                .contains("\"index\":4");
        assertThat(json(api.get().uri("/api/admin/dead-letters/{id}", line.get("id")), 200)
                        .get("audit")
                        .toString())
                .contains("EDIT", "off by one", "\"index\":4");
    }

    @Test
    void what_is_of_no_use_any_more_is_not_sent() {
        UUID session = started();
        die(session, 3, Map.of());
        awaitStatus(session, "FAILED");
        Map<String, Object> line = only(session);
        json(api.post().uri("/api/sessions/{id}/retry", session), 200);

        assertThat((String) replay(line, Map.of()).get("detail")).contains("run 2");
        assertThat(json(
                        api.post()
                                .uri("/api/admin/dead-letters/{id}/discard", line.get("id"))
                                .bodyValue(Map.of()),
                        400))
                .containsEntry("code", "invalid-request");
        assertThat(discard(line, "run again")).containsEntry("result", "DISCARDED");
        assertThat(json(api.get().uri("/api/admin/dead-letters/{id}", UUID.randomUUID()), 404))
                .containsEntry("code", "dead-letter-not-found");
    }

    private void awaitTold(UUID session, String event) {
        await().atMost(LIMIT)
                .until(() -> String.valueOf(redis.opsForValue().get(ProgressKeys.snapshot(session)))
                        .contains(event));
    }

    private void listen() {
        worker = new SimpleMessageListenerContainer(connections);
        worker.setQueueNames(PipelineQueue.CHUNKS.queueName());
        worker.setMessageListener(chunks::add);
        worker.start();
    }

    private List<Map<String, Object>> groups() {
        return api.get()
                .uri("/api/admin/dead-letters/groups")
                .exchange()
                .expectBody(new ParameterizedTypeReference<List<Map<String, Object>>>() {})
                .returnResult()
                .getResponseBody();
    }

    private void refused(Map<String, Object> line, String payload, String reason, String why) {
        Map<String, Object> request =
                reason == null ? Map.of("payload", payload) : Map.of("payload", payload, "reason", reason);
        assertThat((String) json(
                                api.post()
                                        .uri("/api/admin/dead-letters/{id}/replay", line.get("id"))
                                        .bodyValue(request),
                                400)
                        .get("detail"))
                .contains(why);
    }

    private Map<String, Object> replay(Map<String, Object> line, Map<String, Object> request) {
        return json(
                api.post()
                        .uri("/api/admin/dead-letters/{id}/replay", line.get("id"))
                        .bodyValue(request),
                200);
    }
}
