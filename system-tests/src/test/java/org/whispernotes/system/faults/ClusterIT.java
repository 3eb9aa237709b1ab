package org.whispernotes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.system.Recordings;
import org.whispernotes.testing.Servers;

/** A cluster of three RabbitMQ nodes loses the leader of the chunks' queue, and then another node, under load. */
@Tag("faults")
class ClusterIT {

    private static final int SESSIONS = 20;
    private static final String CHUNKS = PipelineQueue.CHUNKS.queueName();

    @TempDir
    private Path dir;

    @Test
    void what_was_confirmed_arrives_and_every_session_is_completed_once() throws Exception {
        Servers servers = Servers.get();
        List<Path> files = Clips.repeated(Clips.make(new Recordings(dir)), SESSIONS);
        try (RabbitCluster cluster = RabbitCluster.start(Files.createDirectory(dir.resolve("cluster")));
                Ordeal ordeal = new Ordeal(
                        Installation.start(servers, cluster.springProperties()),
                        new Stored(servers.springProperties()),
                        new Broker(cluster::api),
                        files)) {
            assertThat(cluster.membersOf(CHUNKS)).hasSize(3);
            ordeal.learn();
            try (ConfirmedLoad load = new ConfirmedLoad(cluster.springProperties())) {
                Outcome leader = ordeal.endure("kill the leader of three nodes at chunk", Step.CHUNK, () -> {
                    String killed = cluster.leaderOf(CHUNKS);
                    cluster.kill(killed);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> !cluster.leaderOf(CHUNKS).equals(killed));
                    cluster.restart(killed);
                });
                assertThat(leader.isFlawless()).as(leader.toString()).isTrue();
                Outcome minority = ordeal.endure("kill a minority of three nodes at chunk", Step.CHUNK, () -> {
                    String leading = cluster.leaderOf(CHUNKS);
                    String follower = cluster.membersOf(CHUNKS).stream()
                            .filter(node -> !node.equals(leading))
                            .findFirst()
                            .orElseThrow();
                    cluster.kill(follower);
                    cluster.restart(follower);
                });
                assertThat(minority.isFlawless()).as(minority.toString()).isTrue();
                load.finish();
                await().alias("what was confirmed arrives")
                        .atMost(1, TimeUnit.MINUTES)
                        .until(() -> load.received().size() >= load.confirmed());
                report(load);
                assertThat(load.received())
                        .containsAll(
                                LongStream.range(0, load.confirmed()).boxed().toList());
            }
        }
    }

    private static void report(ConfirmedLoad load) {
        try {
            Path file = Path.of("target", "faults", "cluster.md");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    String.format(
                            Locale.ROOT,
                            "%d messages confirmed, %d of them received, %d deliveries, %d batches published again, %d"
                                    + " acknowledgements lost with a node%n",
                            load.confirmed(),
                            load.received().size(),
                            load.deliveries(),
                            load.again(),
                            load.lostAcknowledgements()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
