package org.whispernotes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.system.Recordings;
import org.whispernotes.system.ServiceProcess;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** What does not belong in a queue, or has lost what it speaks of, ends where it should and says why. */
class MisfitsIT {

    private static final String CHUNK = "{\"sessionId\":\"%s\",\"userId\":\"%s\",\"run\":1,\"index\":0}"
            .formatted(UUID.randomUUID(), UUID.randomUUID());

    private final Servers servers = Servers.get();
    private final Stored stored = new Stored(servers.springProperties());

    @Test
    void unreadable_messages_are_dead_letters_at_once_and_a_lost_recording_is_said_to_its_owner(@TempDir Path dir) {
        // One session at a time, so that the second one waits while its recording disappears.
        try (ServiceProcess app =
                ServiceProcess.start("standalone", servers.springProperties(), Map.of("NOTES_QUEUE_ACTIVE", "1"))) {
            app.awaitReady();
            Client client = new Client(app.url());
            long before = client.deadLetters();

            assertThat(fate(client, message("application/json", "{ no json", 1)))
                    .contains("PoisonMessageException", "not a ChunkReady");
            assertThat(fate(client, message("application/json", CHUNK, 99)))
                    .contains("PoisonMessageException", "schema version 99 is newer than this worker's");
            assertThat(fate(client, message("text/plain", CHUNK, 1)))
                    .contains("PoisonMessageException", "content type is 'text/plain', expected application/json");

            JsonNode lost = endWithoutRecording(client, new Recordings(dir));
            assertThat(lost.get("status").asString()).as(lost.toString()).isEqualTo("FAILED");
            assertThat(lost.get("errorCode").asString()).isEqualTo(Problem.RECORDING_GONE.code());
            assertThat(lost.get("replayable").asBoolean()).isFalse();
            assertThat(client.deadLetters() - before)
                    .as("three messages, and none for the recording")
                    .isEqualTo(3);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> new Broker(() -> servers.environment().get("NOTES_RABBITMQ_API"))
                                    .messages()
                                    .isEmpty()
                            && stored.keys(Bucket.WORK).isEmpty());
        }
    }

    /** Sends it, waits for its dead letter and returns what that says. */
    private String fate(Client client, Message message) {
        long before = client.deadLetters();
        send(message);
        JsonNode letter = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> client.get("/api/admin/dead-letters?status=ALL"),
                        // The letters, not their total: the two are counted one after the other.
                        page -> page.get("deadLetters").size() > before)
                .get("deadLetters")
                .get(0);
        assertThat(letter.get("attempts").asInt()).as("not tried again").isEqualTo(1);
        assertThat(letter.get("queue").asString()).isEqualTo(PipelineQueue.CHUNKS.queueName());
        return letter.get("exceptionClass").asString() + ": "
                + letter.get("exceptionMessage").asString();
    }

    private JsonNode endWithoutRecording(Client client, Recordings recordings) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Path busy = recordings.convert(recordings.speech(), "busy.flac", "-af", "aloop=loop=3:size=2e9");
            client.upload(List.of(busy), threads).join();
            String session =
                    client.upload(List.of(recordings.speech()), threads).join().get(0);
            stored.delete(Bucket.VIDEO_FILES, session + "/");
            return await().atMost(Duration.ofMinutes(2))
                    .until(
                            () -> client.get("/api/sessions/" + session),
                            now -> List.of("COMPLETED", "FAILED")
                                    .contains(now.get("status").asString()));
        } finally {
            threads.shutdown();
        }
    }

    private static Message message(String contentType, String body, int schemaVersion) {
        return MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8))
                .setContentType(contentType)
                .setHeader(MessageHeaders.SCHEMA_VERSION, schemaVersion)
                .build();
    }

    private void send(Message message) {
        Map<String, String> properties = servers.springProperties();
        CachingConnectionFactory connections = new CachingConnectionFactory(
                properties.get("spring.rabbitmq.host"), Integer.parseInt(properties.get("spring.rabbitmq.port")));
        connections.setUsername(properties.get("spring.rabbitmq.username"));
        connections.setPassword(properties.get("spring.rabbitmq.password"));
        connections.setVirtualHost(properties.getOrDefault("spring.rabbitmq.virtual-host", "/"));
        try {
            new RabbitTemplate(connections).send(Topology.RECORDINGS, PipelineQueue.CHUNKS.routingKey(), message);
        } finally {
            connections.destroy();
        }
    }
}
