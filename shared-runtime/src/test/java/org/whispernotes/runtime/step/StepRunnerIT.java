package org.whispernotes.runtime.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.RuntimeConfiguration;
import org.whispernotes.runtime.broker.ConfirmedPublisher;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.runtime.store.StoreException;
import org.whispernotes.testing.Servers;

/** What the runner and the broker do for every step, on real servers. */
@SpringBootTest(properties = {"notes.broker.retry-delays=1s", "notes.worker-id=worker-under-test"})
class StepRunnerIT {

    private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");

    @Autowired
    private ConfirmedPublisher publisher;

    @Autowired
    private Documents documents;

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private ScriptedStep step;

    private final UUID session = UUID.randomUUID();
    private final ChunkReady message = new ChunkReady(session, USER, 1, 0);

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.register(registry);
    }

    @BeforeEach
    void wanted() {
        for (PipelineQueue queue : new PipelineQueue[] {PipelineQueue.ASSEMBLE, PipelineQueue.SESSIONS}) {
            rabbit.execute(channel -> channel.queuePurge(queue.queueName()));
        }
        rabbit.execute(channel -> channel.queuePurge(Topology.DEAD_LETTERS));
        step.reset();
        documents.write(
                ObjectKeys.job(session, 1),
                new Job(
                        session,
                        USER,
                        1,
                        "a.wav",
                        "video-files/x/original.wav",
                        1,
                        SessionOptions.defaults(),
                        Instant.now(),
                        null));
    }

    @Test
    void a_step_stores_its_output_and_says_what_follows() {
        publisher.publish(message);

        assertThat(receive(PipelineQueue.ASSEMBLE)).isNotNull();
        assertThat(documents.exists(ObjectKeys.chunk(session, 1, 0))).isTrue();
        assertThat(step.runs()).isEqualTo(1);
    }

    @Test
    void a_repeated_message_changes_nothing_but_says_again_what_follows() {
        publisher.publish(message);
        assertThat(receive(PipelineQueue.ASSEMBLE)).isNotNull();

        publisher.publish(message);

        assertThat(receive(PipelineQueue.ASSEMBLE)).isNotNull();
        assertThat(step.runs()).isEqualTo(1);
    }

    @Test
    void a_message_of_a_run_that_has_ended_is_dropped() {
        documents.store().deleteAll(Bucket.WORK, ObjectKeys.sessionPrefix(session));

        publisher.publish(message);

        await().until(() -> depth(PipelineQueue.CHUNKS.queueName()) == 0);
        assertThat(step.runs()).isZero();
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_failure_of_the_system_is_tried_again_later() {
        step.failTimes(1);

        publisher.publish(message);

        assertThat(receive(PipelineQueue.ASSEMBLE)).isNotNull();
        assertThat(step.runs()).isEqualTo(2);
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_store_that_does_not_answer_is_waited_for_however_long_it_takes() {
        int moreThanAttempts = 4;
        step.failTimes(
                moreThanAttempts, () -> new StoreException("the store is away", new ConnectException("refused")));

        publisher.publish(message);

        assertThat(receive(PipelineQueue.ASSEMBLE)).isNotNull();
        assertThat(step.runs()).isEqualTo(moreThanAttempts + 1);
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_failure_that_stays_becomes_a_dead_letter_that_tells_its_cause() {
        step.failTimes(10);

        publisher.publish(message);

        Message dead = receive(Topology.DEAD_LETTERS);
        assertThat(dead).isNotNull();
        Map<String, Object> headers = dead.getMessageProperties().getHeaders();
        assertThat(headers)
                .containsEntry(MessageHeaders.EXCEPTION_CLASS, IllegalStateException.class.getName())
                .containsEntry(MessageHeaders.EXCEPTION_MESSAGE, "scripted failure")
                .containsEntry(MessageHeaders.ORIGINAL_QUEUE, PipelineQueue.CHUNKS.queueName())
                .containsEntry(MessageHeaders.WORKER_ID, "worker-under-test")
                .containsEntry(MessageHeaders.SESSION_ID, session.toString())
                .containsEntry(MessageHeaders.ATTEMPT, 2)
                .containsKeys(MessageHeaders.FIRST_FAILED_AT, MessageHeaders.LAST_FAILED_AT, MessageHeaders.HOST);
        assertThat(headers.get(MessageHeaders.EXCEPTION_STACK).toString()).contains("ScriptedStep.run");
        assertThat(Json.read(dead.getBody(), ChunkReady.class)).isEqualTo(message);
        assertThat(step.runs()).isEqualTo(2);
    }

    @Test
    void a_problem_of_the_recording_fails_the_session_and_is_neither_retried_nor_dead_lettered() {
        step.failWith(new RecordingProblemException(Problem.NO_AUDIO));

        publisher.publish(message);

        Message said = receive(PipelineQueue.SESSIONS);
        assertThat(said).isNotNull();
        SessionEvent event = Json.read(said.getBody(), SessionEvent.class);
        assertThat(event.kind()).isEqualTo(SessionEvent.Kind.FAILED);
        assertThat(event.code()).isEqualTo("no-audio");
        assertThat(event.replayable()).isFalse();
        assertThat(step.runs()).isEqualTo(1);
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_running_step_hears_that_it_is_cancelled() {
        step.waitForCancellation();
        publisher.publish(message);
        await().until(() -> step.runs() == 1);

        publisher.broadcast(new CancelRun(session, 1));

        await().until(step::sawCancellation);
        await().until(() -> depth(PipelineQueue.CHUNKS.queueName()) == 0);
        assertThat(depth(PipelineQueue.ASSEMBLE.queueName())).isZero();
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void what_can_not_be_read_is_a_dead_letter_at_once() {
        send("{\"sessionId\":", "application/json", 1);
        send(Json.text(message), "text/plain", 1);
        send(Json.text(message), "application/json", 99);
        send("{}", "application/json", 1);

        for (String cause : new String[] {"not a ChunkReady", "content type", "schema version 99", "required"}) {
            Message dead = receive(Topology.DEAD_LETTERS);
            assertThat(dead).as(cause).isNotNull();
            assertThat(dead.getMessageProperties()
                            .getHeader(MessageHeaders.EXCEPTION_MESSAGE)
                            .toString())
                    .contains(cause);
        }
        assertThat(step.runs()).isZero();
    }

    @Test
    void a_message_that_no_queue_wants_is_an_error_for_who_sent_it() {
        assertThatThrownBy(() ->
                        publisher.publishRaw(Topology.RECORDINGS, "nobody.listens", ConfirmedPublisher.encode(message)))
                .hasMessageContaining("no queue for nobody.listens");
    }

    private void send(String body, String contentType, int schemaVersion) {
        publisher.publishRaw(
                Topology.RECORDINGS,
                PipelineQueue.CHUNKS.routingKey(),
                MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8))
                        .setContentType(contentType)
                        .setHeader(MessageHeaders.SCHEMA_VERSION, schemaVersion)
                        .build());
    }

    private Message receive(PipelineQueue queue) {
        return receive(queue.queueName());
    }

    private Message receive(String queue) {
        return rabbit.receive(queue, 15_000);
    }

    private long depth(String queue) {
        return rabbit.execute(channel -> channel.messageCount(queue));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(RuntimeConfiguration.class)
    static class Service {

        @Bean
        ScriptedStep scriptedStep(Documents documents) {
            return new ScriptedStep(documents);
        }

        @Bean
        StepHandler<ChunkReady> handler(ScriptedStep step, StepRunner runner) {
            return new StepHandler<>(step, runner);
        }
    }
}
