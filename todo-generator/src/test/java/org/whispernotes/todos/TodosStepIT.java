package org.whispernotes.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Summary;
import org.whispernotes.model.document.Todos;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.testing.Servers;
import org.whispernotes.todos.extract.endpoint.EndpointServer;
import tools.jackson.databind.JsonNode;

/** The service on real servers: a message in, two documents and an event out. */
@SpringBootTest(
        classes = TodosApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "notes.broker.retry-delays=1s",
            "notes.todos.slice=0s",
            "notes.todos.window-characters=500",
            "notes.todos.engine=embedded",
            "notes.todos.endpoint.model=standard",
            "notes.todos.endpoint.models=larger"
        })
class TodosStepIT {

    private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final EndpointServer MODEL = startModel();

    @Autowired
    private MessagePublisher publisher;

    @Autowired
    private Documents documents;

    @Autowired
    private RabbitTemplate rabbit;

    private final UUID session = UUID.randomUUID();

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.register(registry);
        registry.add("notes.todos.endpoint.url", MODEL::url);
    }

    private static EndpointServer startModel() {
        try {
            return new EndpointServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stopModel() {
        MODEL.close();
    }

    @BeforeEach
    void wanted() {
        rabbit.execute(channel -> channel.queuePurge(PipelineQueue.SESSIONS.queueName()));
        MODEL.forget();
        wanted(1, SessionOptions.defaults());
    }

    private void wanted(int run, SessionOptions options) {
        documents.write(
                ObjectKeys.job(session, run),
                new Job(
                        session,
                        USER,
                        run,
                        "a.wav",
                        "video-files/x/original.wav",
                        1,
                        options,
                        Instant.parse("2026-03-02T10:00:00Z"),
                        null));
    }

    @Test
    void aTranscriptBecomesTodosAndASummary() {
        transcript("""
                {"id":0,"start":0,"end":2,"text":"The tests were red yesterday.","speaker":"SPEAKER_00","words":[{"word":"The","start":0,"end":1}]},
                {"id":1,"start":3661,"end":3664,"text":"Ben, could you please send the release notes to the customers by Friday?","speaker":"SPEAKER_00"},
                {"id":2,"start":3664,"end":3666,"text":"Yes, I'll do that.","speaker":"SPEAKER_01"}""");

        publisher.publish(new TranscriptCompleted(session, USER, 1));

        assertThat(finished().stage()).isEqualTo(Stage.TODOS);
        Todos todos = documents.read(ObjectKeys.todos(session), Todos.class);
        assertThat(todos.todos()).isNotEmpty().first().satisfies(todo -> {
            assertThat(todo.timestamp()).isEqualTo("01:01:01");
            assertThat(todo.segmentIds()).contains(1);
            assertThat(todo.assignee()).isEqualTo("Ben");
            assertThat(todo.due()).isEqualTo("2026-03-06");
            assertThat(todo.dueText()).isEqualTo("by Friday");
        });
        assertThat(todos.metadata().engine()).isEqualTo("embedded");
        Summary summary = documents.read(ObjectKeys.summary(session), Summary.class);
        assertThat(summary.engine()).isEqualTo("embedded");
        assertThat(summary.run()).isEqualTo(1);
    }

    @Test
    void anEmptyTranscriptHasEmptyDocuments() {
        transcript("");

        publisher.publish(new TranscriptCompleted(session, USER, 1));

        assertThat(finished().stage()).isEqualTo(Stage.TODOS);
        assertThat(documents.read(ObjectKeys.todos(session), Todos.class).todos())
                .isEmpty();
    }

    /** With a slice of no time at all each delivery does one window, and the next one goes on behind it. */
    @Test
    void aLongTalkIsDoneInSeveralDeliveries() {
        StringBuilder segments = new StringBuilder();
        String[] lines = Talks.smallTalk(40);
        for (int i = 0; i < lines.length; i++) {
            segments.append(i == 0 ? "" : ",")
                    .append("{\"id\":%d,\"start\":%d,\"end\":%d,\"text\":%s}"
                            .formatted(i, i * 3, i * 3 + 2, Json.text(lines[i].substring(5))));
        }
        transcript(segments.toString());

        publisher.publish(new TranscriptCompleted(session, USER, 1));

        assertThat(finished().stage()).isEqualTo(Stage.TODOS);
        assertThat(documents.exists(ObjectKeys.todosWindow(session, 1, 3))).isTrue();
        assertThat(documents.exists(ObjectKeys.todos(session))).isTrue();
    }

    /** The session's engine, model, wishes, vocabulary and language go before the service's. */
    @Test
    void aSessionsOwnWishesReachTheModel() {
        MODEL.says(
                "{\"title\":\"Notes\",\"overview\":[],\"todos\":[{\"lines\":[0],\"task\":\"Die Hinweise verschicken\",\"assignee\":\"Ben\",\"due\":\"by Friday\","
                        + "\"estimate\":null,\"priority\":\"medium\"}],\"decisions\":[],\"open_questions\":[]}");
        wanted(
                1,
                new SessionOptions(
                        null,
                        null,
                        null,
                        null,
                        List.of("Kubernetes"),
                        null,
                        "endpoint",
                        "larger",
                        "Short sentences.",
                        "de"));
        transcript("""
                {"id":0,"start":0,"end":3,"text":"Ben, could you please send the release notes to the customers by Friday?","speaker":"SPEAKER_00"}""");

        publisher.publish(new TranscriptCompleted(session, USER, 1));

        assertThat(finished().stage()).isEqualTo(Stage.TODOS);
        Todos todos = documents.read(ObjectKeys.todos(session), Todos.class);
        assertThat(todos.metadata().engine()).isEqualTo("endpoint");
        assertThat(todos.metadata().model()).isEqualTo("larger");
        assertThat(todos.metadata().warnings()).isEmpty();
        assertThat(todos.todos()).singleElement().satisfies(todo -> {
            assertThat(todo.task()).isEqualTo("Die Hinweise verschicken");
            assertThat(todo.due()).isEqualTo("2026-03-06");
        });
        assertThat(MODEL.requests().get(0))
                .contains("\"model\":\"larger\"", "in German", "Short sentences.", "Kubernetes");
    }

    @Test
    void aCancelledRunStopsWaitingForTheModelAndTheNextOneIsServed() {
        MODEL.hangs();
        wanted(1, new SessionOptions(null, null, null, null, null, null, "endpoint", null, null, null));
        transcript("""
                {"id":0,"start":0,"end":3,"text":"Ben, could you please send the release notes?","speaker":"SPEAKER_00"}""");
        publisher.publish(new TranscriptCompleted(session, USER, 1));
        await().atMost(PATIENCE).until(() -> !MODEL.requests().isEmpty());

        documents.store().delete(ObjectKeys.job(session, 1));
        publisher.broadcast(new CancelRun(session, 1));

        wanted(2, SessionOptions.defaults());
        publisher.publish(new TranscriptCompleted(session, USER, 2));
        SessionEvent event = finished();
        assertThat(event.run()).isEqualTo(2);
        assertThat(documents.read(ObjectKeys.todos(session), Todos.class).run()).isEqualTo(2);
        assertThat(MODEL.requests()).hasSize(1);
    }

    /** What happens when the broker hands out the message twice: people may have read the other worker's already. */
    @Test
    void theTodosOfAWorkerThatWasFirstStay() {
        String nothing = "{\"title\":\"%s\",\"overview\":[],\"todos\":[],\"decisions\":[],\"open_questions\":[]}";
        MODEL.says(nothing.formatted("Late"))
                .meanwhile(() -> documents.writeResult(
                        ObjectKeys.todos(session), Json.mapper().readTree("{\"engine\":\"first\"}"), 1));
        wanted(1, new SessionOptions(null, null, null, null, null, null, "endpoint", null, null, null));
        transcript("""
                {"id":0,"start":0,"end":3,"text":"Ben, could you please send the release notes?","speaker":"SPEAKER_00"}""");

        publisher.publish(new TranscriptCompleted(session, USER, 1));

        assertThat(finished().stage()).isEqualTo(Stage.TODOS);
        assertThat(documents.read(ObjectKeys.todos(session), JsonNode.class))
                .isEqualTo(Json.mapper().readTree("{\"engine\":\"first\"}"));
    }

    private void transcript(String segments) {
        byte[] json = """
                {"version":"1.0","run":1,"language":"en","duration":3700.0,
                 "speakers":[{"id":"SPEAKER_00","label":"Ann"},{"id":"SPEAKER_01","label":"Ben"}],"segments":[%s]}""".formatted(segments).getBytes(StandardCharsets.UTF_8);
        documents.writeResult(ObjectKeys.transcript(session), Json.mapper().readTree(json), 1);
    }

    private SessionEvent finished() {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Message message = rabbit.receive(PipelineQueue.SESSIONS.queueName());
                            return message == null ? null : Json.read(message.getBody(), SessionEvent.class);
                        },
                        event -> event != null
                                && event.sessionId().equals(session)
                                && event.kind() == SessionEvent.Kind.FINISHED);
    }
}
