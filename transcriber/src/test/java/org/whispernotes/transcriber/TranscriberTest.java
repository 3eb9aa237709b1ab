package org.whispernotes.transcriber;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.work.Job;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.broker.ConfirmedPublisher;
import org.whispernotes.runtime.step.RunRegistry;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.testing.Servers;
import org.whispernotes.transcriber.testing.LocalModels;

/** Real servers, the real model, and short chunks. */
@SpringBootTest(
        classes = TranscriberApplication.class,
        properties = {
            "notes.port=0",
            "notes.worker-id=worker-under-test",
            "notes.broker.retry-delays=1s",
            "notes.transcriber.recogniser.threads=1",
            "notes.transcriber.chunks-in-flight=2",
            "notes.transcriber.activity.first-chunk=4s",
            "notes.transcriber.activity.max-chunk=8s"
        })
abstract class TranscriberTest {

    protected static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    protected static final Duration LONG = Duration.ofMinutes(3);

    @Autowired
    protected ConfirmedPublisher publisher;

    @Autowired
    protected Documents documents;

    @Autowired
    protected RabbitTemplate rabbit;

    @Autowired
    protected StringRedisTemplate redis;

    @Autowired
    protected RunRegistry runs;

    protected final UUID session = UUID.randomUUID();
    protected final RecordingUploaded uploaded = new RecordingUploaded(session, USER, 1);
    private final List<SessionEvent> events = new ArrayList<>();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        Servers.register(registry);
        registry.add("notes.models-dir", () -> LocalModels.settings().modelsDir());
    }

    @BeforeAll
    static void models() {
        LocalModels.require("base", "ct2/model.bin");
        LocalModels.require("silero-vad", "silero_vad_16k_sequence.onnx");
    }

    @BeforeEach
    void emptyQueues() {
        for (PipelineQueue queue : PipelineQueue.values()) {
            rabbit.execute(channel -> channel.queuePurge(queue.queueName()));
        }
        rabbit.execute(channel -> channel.queuePurge(Topology.DEAD_LETTERS));
    }

    protected void upload(String filename, byte[] content) {
        ObjectRef media = ObjectKeys.original(session, filename);
        documents.store().write(media, new ByteArrayInputStream(content), "application/octet-stream");
        documents.write(
                ObjectKeys.job(session, 1),
                new Job(
                        session,
                        USER,
                        1,
                        filename,
                        media.path(),
                        content.length,
                        SessionOptions.defaults(),
                        Instant.now(),
                        null));
    }

    protected Transcript transcript() {
        return documents.read(ObjectKeys.transcript(session), Transcript.class);
    }

    protected Plan plan() {
        return documents.read(ObjectKeys.plan(session, 1), Plan.class);
    }

    /** Waits for this session's own message: one of an earlier test may come late. */
    protected void awaitTranscript() {
        await().atMost(LONG).until(() -> {
            Message message = rabbit.receive(PipelineQueue.TODOS.queueName());
            return message != null
                    && Json.read(message.getBody(), TranscriptCompleted.class)
                            .sessionId()
                            .equals(session);
        });
    }

    protected void awaitIdle() {
        await().atMost(LONG)
                .until(() -> depth(PipelineQueue.PLAN.queueName()) == 0
                        && depth(PipelineQueue.CHUNKS.queueName()) == 0
                        && depth(PipelineQueue.ASSEMBLE.queueName()) == 0
                        && !isBusy());
    }

    protected boolean isBusy() {
        return runs.isActive(session);
    }

    protected long depth(String queue) {
        Long count = rabbit.execute(channel -> channel.messageCount(queue));
        return count == null ? 0 : count;
    }

    protected List<SessionEvent> receivedEvents() {
        Message message = rabbit.receive(PipelineQueue.SESSIONS.queueName());
        while (message != null) {
            SessionEvent event = Json.read(message.getBody(), SessionEvent.class);
            if (event.sessionId().equals(session)) {
                events.add(event);
            }
            message = rabbit.receive(PipelineQueue.SESSIONS.queueName());
        }
        return events;
    }

    /** Texts of the segments that the people watching saw. */
    protected List<String> liveText() {
        List<String> texts = new ArrayList<>();
        var entries = redis.opsForStream().range(ProgressKeys.events(session), Range.unbounded());
        if (entries != null) {
            entries.forEach(entry -> entry.getValue().values().forEach(value -> {
                String json = value.toString();
                if (json.contains("\"segment\"")) {
                    texts.add(Json.mapper()
                            .readTree(json)
                            .path("segment")
                            .path("text")
                            .asString());
                }
            }));
        }
        return texts;
    }

    protected static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").strip();
    }
}
