package org.whispernotes.system.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Bucket;
import org.whispernotes.system.Recordings;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** Sends recordings through an installation, lets something happen on the way, and looks at what comes out. */
final class Ordeal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Scratch that a late worker wrote is swept after two minutes. */
    private static final Duration SWEEP = Duration.ofMinutes(4);

    private static final int UPLOADS_AT_ONCE = 8;
    private static final Set<String> RESULTS = Set.of("transcript.json", "todos.json", "summary.json");

    private final Installation installation;
    private final Stored stored;
    private final Broker broker;
    private final List<Path> files;
    private final ExecutorService threads = Executors.newFixedThreadPool(UPLOADS_AT_ONCE);
    private final Map<Path, Map<String, JsonNode>> undisturbed = new HashMap<>();
    private double undisturbedSeconds;

    Ordeal(Installation installation, Stored stored, Broker broker, List<Path> files) {
        this.installation = installation;
        this.stored = stored;
        this.broker = broker;
        this.files = files;
    }

    /** On the servers that the tests share. @param dir where the recordings are made */
    static Ordeal start(Path dir, int sessions) {
        Servers servers = Servers.get();
        List<Path> files = Clips.repeated(Clips.make(new Recordings(dir)), sessions);
        Ordeal ordeal = new Ordeal(
                Installation.start(servers, Map.of()),
                new Stored(servers.springProperties()),
                new Broker(() -> servers.environment().get("NOTES_RABBITMQ_API")),
                files);
        ordeal.learn();
        return ordeal;
    }

    /** What the recordings say, and how long it takes, when nothing happens. The second of two runs, the first warms up. */
    void learn() {
        go("warming up", null, () -> {});
        undisturbed.clear();
        Outcome outcome = go("nothing", null, () -> {});
        undisturbedSeconds = outcome.seconds();
        if (!outcome.isFlawless()) {
            throw new IllegalStateException("even undisturbed: " + outcome);
        }
        outcome.append();
    }

    Outcome endure(FaultCase fault) {
        return endure(fault.toString(), fault.step(), () -> installation.strike(fault));
    }

    /** Anything else that can happen. @param blow returns when what it breaks is being put right */
    Outcome endure(String name, Step step, Runnable blow) {
        Outcome outcome = go(name, step, blow);
        outcome.append();
        return outcome;
    }

    private Outcome go(String name, @Nullable Step step, Runnable blow) {
        Client client = new Client(installation.url());
        long deadBefore = client.deadLetters();
        long begun = System.nanoTime();
        CompletableFuture<List<String>> upload = client.upload(files, threads);
        String where = step == null ? "" : awaitStep(name, step, client, upload);
        blow.run();
        List<String> sessions = upload.orTimeout(4, TimeUnit.MINUTES).join();
        List<String> failures = new ArrayList<>();
        awaitEnd(client, sessions, failures);
        double seconds = since(begun);
        installation.awaitReady();
        long ended = System.nanoTime();
        awaitClean(failures);
        double cleanAfter = since(ended);
        List<String> doubled = new ArrayList<>();
        int equal = compare(client, sessions, doubled, failures);
        Map<String, JsonNode> batch = client.batch();
        long completed = sessions.stream()
                .filter(session -> is(batch.get(session), "COMPLETED"))
                .count();
        batch.values().stream()
                .filter(session -> !sessions.contains(session.get("id").asString()))
                .filter(session -> !is(session, "UPLOADING"))
                .forEach(session -> doubled.add("session " + session));
        long deadLetters = client.deadLetters() - deadBefore;
        batch.keySet().forEach(session -> client.delete("/api/sessions/" + session));
        return new Outcome(
                name,
                where,
                files.size(),
                seconds,
                undisturbedSeconds == 0 ? 0 : seconds - undisturbedSeconds,
                completed,
                equal,
                doubled,
                deadLetters,
                cleanAfter,
                failures);
    }

    /** As soon as the sessions are there; at the latest when they are all beyond it. */
    private String awaitStep(String name, Step step, Client client, CompletableFuture<List<String>> upload) {
        Way[] way = new Way[1];
        await().alias(name)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .pollInSameThread()
                .until(() -> {
                    way[0] = Way.of(client.sessions(), stored);
                    return step.isReached(way[0], client.partsSent())
                            || (upload.isDone() && way[0].done() == files.size());
                });
        return way[0].describe();
    }

    private void awaitEnd(Client client, List<String> sessions, List<String> failures) {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                Map<String, JsonNode> batch = client.batch();
                return sessions.stream().allMatch(session -> is(batch.get(session), "COMPLETED"));
            });
        } catch (ConditionTimeoutException e) {
            client.batch().values().stream()
                    .filter(session -> !is(session, "COMPLETED"))
                    .forEach(session -> failures.add(session.get("id").asString() + " " + session.get("status") + " "
                            + session.get("stage") + " " + session.path("errorCode")));
        }
    }

    private void awaitClean(List<String> failures) {
        try {
            await().atMost(SWEEP)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(java.io.IOException.class)
                    .until(() -> stored.keys(Bucket.WORK).isEmpty()
                            && broker.messages().isEmpty());
        } catch (ConditionTimeoutException e) {
            failures.add("left in work/: " + new TreeSet<>(stored.keys(Bucket.WORK)));
            try {
                failures.add("left in queues: " + broker.messages());
            } catch (java.io.IOException | InterruptedException f) {
                failures.add("the broker does not answer: " + f);
            }
        }
    }

    /** Sessions whose results are those of the undisturbed run; the first comparison becomes that. */
    private int compare(Client client, List<String> sessions, List<String> doubled, List<String> failures) {
        Map<String, Set<String>> results = stored.resultsBySession();
        int equal = 0;
        for (int i = 0; i < sessions.size(); i++) {
            String session = sessions.get(i);
            Set<String> names = results.getOrDefault(session, Set.of());
            names.stream().filter(object -> !RESULTS.contains(object)).forEach(doubled::add);
            if (!names.containsAll(RESULTS)) {
                continue;
            }
            JsonNode transcript = client.get("/api/sessions/" + session + "/transcript.json");
            long ids = transcript
                    .get("segments")
                    .valueStream()
                    .map(segment -> segment.get("id"))
                    .distinct()
                    .count();
            if (ids != transcript.get("segments").size()) {
                doubled.add("segments of " + session);
            }
            Map<String, JsonNode> said = said(transcript, client.get("/api/sessions/" + session + "/todos"));
            Map<String, JsonNode> expected = undisturbed.computeIfAbsent(files.get(i), f -> said);
            if (expected.equals(said)) {
                equal++;
            } else {
                said.entrySet().removeAll(expected.entrySet());
                failures.add("other than undisturbed: " + said);
            }
        }
        return equal;
    }

    /** What does not depend on when, where and how fast it was made. */
    private static Map<String, JsonNode> said(JsonNode transcript, JsonNode todos) {
        Map<String, JsonNode> said = new TreeMap<>();
        for (String field : List.of("text", "language", "duration", "segments", "speakers", "coverage")) {
            said.put(field, transcript.path(field));
        }
        for (JsonNode todo : todos.path("todos")) {
            String number = "todo " + said.size();
            said.put(number + " task", todo.path("task"));
            said.put(number + " timestamp", todo.path("timestamp"));
            said.put(number + " priority", todo.path("priority"));
        }
        return said;
    }

    private static boolean is(@Nullable JsonNode session, String status) {
        return session != null && session.get("status").asString().equals(status);
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        installation.close();
    }
}
