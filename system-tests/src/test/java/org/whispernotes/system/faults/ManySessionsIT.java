package org.whispernotes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.model.Bucket;
import org.whispernotes.system.Recordings;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** Very many small recordings at once. {@code -Dfaults.sessions=N} says how many, 1000 without it. */
@Tag("faults")
class ManySessionsIT {

    private static final int SESSIONS = Integer.getInteger("faults.sessions", 1000);
    private static final int WARM_UP = 10;
    private static final Path OUT = Path.of("target", "faults");

    private final Servers servers = Servers.get();
    private final Stored stored = new Stored(servers.springProperties());
    private final Broker broker = new Broker(() -> servers.environment().get("NOTES_RABBITMQ_API"));

    @Test
    void all_are_completed_with_the_same_text_and_memory_stays_flat(@TempDir Path dir) throws Exception {
        Path clip = new Recordings(dir).speech("clip.wav", "Please close the gate.");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Installation installation = Installation.start(servers, Map.of())) {
            Client warmUp = new Client(installation.url());
            List<String> first =
                    warmUp.upload(Collections.nCopies(WARM_UP, clip), threads).join();
            awaitQueueOf(warmUp, 0);

            Client client = new Client(installation.url());
            long deadBefore = client.deadLetters();
            List<Sample> samples = new ArrayList<>();
            long begun = System.nanoTime();
            CompletableFuture<List<String>> upload = client.upload(Collections.nCopies(SESSIONS, clip), threads);
            CompletableFuture<Double> sent = upload.thenApply(all -> since(begun));
            await().atMost(Duration.ofMinutes(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .pollInSameThread()
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        samples.add(sample(client, installation, since(begun)));
                        return upload.isDone() && last(samples).completed() == SESSIONS;
                    });
            report(samples, sent.join());
            Files.writeString(OUT.resolve("eta.md"), EtaErrors.table(servers.springProperties()));

            Map<String, Long> texts = texts(client, first.get(0), upload.join());
            assertThat(texts).as("texts").hasSize(1);
            assertThat(client.deadLetters() - deadBefore).isZero();
            assertThat(peak(samples, 0.75, 1.0))
                    .as("memory in the last quarter, MB")
                    .isLessThan(1.2 * peak(samples, 0.25, 0.5));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> stored.keys(Bucket.WORK).isEmpty()
                            && broker.messages().isEmpty());
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitQueueOf(Client client, int depth) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> client.get("/api/queue").get("depth").asInt() == depth);
    }

    private Sample sample(Client client, Installation installation, double second)
            throws IOException, InterruptedException {
        JsonNode queue = client.get("/api/queue");
        long complete = client.uploaded();
        return new Sample(
                second,
                complete - Math.min(complete, queue.get("depth").asLong()),
                queue.get("waiting").asLong(),
                broker.messages().values().stream().mapToLong(Long::longValue).sum(),
                installation.processes().get(0).residentBytes(),
                installation.processes().get(1).residentBytes());
    }

    /** How often each text was heard; every session must be there. */
    private static Map<String, Long> texts(Client client, String example, List<String> sessions) {
        List<String> all = new ArrayList<>(sessions);
        all.add(example);
        return all.stream()
                .map(id -> client.get("/api/sessions/" + id + "/transcript.json")
                        .get("text")
                        .asString())
                .collect(java.util.stream.Collectors.groupingBy(text -> text, java.util.stream.Collectors.counting()));
    }

    private static double peak(List<Sample> samples, double from, double to) {
        return samples.subList((int) (samples.size() * from), (int) (samples.size() * to)).stream()
                .mapToDouble(sample -> sample.appMegabytes() + sample.workerMegabytes())
                .max()
                .orElse(0);
    }

    private static void report(List<Sample> samples, double sent) throws IOException {
        Files.createDirectories(OUT);
        Files.writeString(
                OUT.resolve("many-sessions.svg"),
                new Plot(samples)
                        .panel("Sessions completed", new Plot.Curve("completed", Sample::completed))
                        .panel("Waiting", new Plot.Curve("sessions in the backlog", Sample::backlog))
                        .panel("Broker", new Plot.Curve("messages in all queues", Sample::messages))
                        .panel(
                                "Resident memory, MB",
                                new Plot.Curve("worker", Sample::workerMegabytes),
                                new Plot.Curve("app", Sample::appMegabytes))
                        .svg());
        double seconds = last(samples).second();
        Files.writeString(
                OUT.resolve("many-sessions.md"),
                String.format(
                        Locale.ROOT,
                        "%d sessions: sent in %.0f s, all completed after %.0f s, %.2f sessions/s; at most %d messages in the"
                                + " broker and %d sessions in the backlog; resident memory (app and worker), highest in each"
                                + " quarter of the run: %.0f, %.0f, %.0f, %.0f MB%n",
                        SESSIONS,
                        sent,
                        seconds,
                        SESSIONS / seconds,
                        samples.stream().mapToLong(Sample::messages).max().orElse(0),
                        samples.stream().mapToLong(Sample::backlog).max().orElse(0),
                        peak(samples, 0, 0.25),
                        peak(samples, 0.25, 0.5),
                        peak(samples, 0.5, 0.75),
                        peak(samples, 0.75, 1)));
    }

    private static Sample last(List<Sample> samples) {
        return samples.get(samples.size() - 1);
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
