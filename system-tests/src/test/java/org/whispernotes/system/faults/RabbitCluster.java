package org.whispernotes.system.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.whispernotes.system.LoggedProcess;
import tools.jackson.databind.JsonNode;

/**
 * Three RabbitMQ nodes on loopback that form a cluster: real ones, each with ports and data of its own, around a port
 * mapper of their own.
 */
final class RabbitCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final String USER = "notes";
    private static final String PASSWORD = "cluster";
    private static final Path BIN =
            Path.of(System.getenv().getOrDefault("RABBITMQ_BIN", "/usr/lib/rabbitmq/bin"), "rabbitmq-server");
    private static final Duration START = Duration.ofSeconds(120);

    private final Path dir;
    private final List<Node> nodes;
    private final int epmdPort = freePort();
    private final Process epmd;

    /** One node; its process changes when it is started again. */
    private static final class Node {
        final String name;
        final int amqp = freePort();
        final int api = freePort();
        final int dist = freePort();
        Process process;

        Node(int number) {
            this.name = "cluster" + number + "@localhost";
        }
    }

    private RabbitCluster(Path dir) {
        this.dir = dir;
        this.nodes = IntStream.rangeClosed(1, NODES).mapToObj(Node::new).toList();
        this.epmd = LoggedProcess.start(
                dir.resolve("epmd.log"), Map.of(), List.of(epmd(), "-port", "" + epmdPort, "-address", "127.0.0.1"));
    }

    /** Returns when all nodes know each other. */
    static RabbitCluster start(Path dir) {
        RabbitCluster cluster = new RabbitCluster(dir);
        try {
            cluster.configure();
            // The others join the first.
            cluster.launch(cluster.nodes.get(0));
            cluster.awaitRunning(1);
            cluster.nodes.stream().skip(1).forEach(cluster::launch);
            cluster.awaitRunning(NODES);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw new IllegalStateException("the cluster does not start, see " + dir, e);
        }
    }

    /** How the product reaches it. */
    Map<String, String> springProperties() {
        return Map.of(
                "spring.rabbitmq.addresses",
                nodes.stream().map(node -> "127.0.0.1:" + node.amqp).collect(Collectors.joining(",")),
                "spring.rabbitmq.username",
                USER,
                "spring.rabbitmq.password",
                PASSWORD,
                "spring.rabbitmq.virtual-host",
                "/");
    }

    /** The management API of a node that runs. */
    String api() {
        Node running = nodes.stream()
                .filter(node -> node.process.isAlive())
                .findFirst()
                .orElseThrow();
        return "http://" + USER + ":" + PASSWORD + "@127.0.0.1:" + running.api;
    }

    /** Where the queue is led, and where its other members are. */
    String leaderOf(String queue) {
        return details(queue).get("leader").asString();
    }

    List<String> membersOf(String queue) {
        return details(queue)
                .get("members")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** SIGKILL. */
    void kill(String node) {
        Process process = node(node).process;
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    /** Starts a killed node again; returns when it has joined. */
    void restart(String node) {
        launch(node(node));
        awaitRunning(NODES);
    }

    @Override
    public void close() {
        nodes.stream().filter(node -> node.process != null).forEach(node -> node.process.destroyForcibly());
        epmd.destroyForcibly();
    }

    private JsonNode details(String queue) {
        return await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new Broker(this::api).get("/api/queues/%2F/" + queue), answer -> answer.has("leader"));
    }

    private Node node(String name) {
        return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();
    }

    private void awaitRunning(int count) {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    long running = new Broker(this::api)
                            .get("/api/nodes")
                            .valueStream()
                            .filter(node -> node.path("running").asBoolean(false))
                            .count();
                    return running >= count;
                });
    }

    private void configure() throws IOException {
        Path cookie = Files.createDirectories(dir.resolve("home")).resolve(".erlang.cookie");
        Files.writeString(cookie, "whispernotescluster");
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
        Files.writeString(dir.resolve("enabled_plugins"), "[rabbitmq_management].");
        Files.writeString(dir.resolve("advanced.config"), "[].");
        for (Node node : nodes) {
            List<String> lines = new ArrayList<>(List.of(
                    "listeners.tcp.1 = 127.0.0.1:" + node.amqp,
                    "management.tcp.ip = 127.0.0.1",
                    "management.tcp.port = " + node.api,
                    "default_user = " + USER,
                    "default_pass = " + PASSWORD,
                    "disk_free_limit.absolute = 200MB",
                    "log.console = true",
                    "log.console.level = warning",
                    "log.file = false",
                    "cluster_formation.peer_discovery_backend = classic_config",
                    "cluster_formation.randomized_startup_delay_range.min = 0",
                    "cluster_formation.randomized_startup_delay_range.max = 1"));
            for (int i = 0; i < nodes.size(); i++) {
                lines.add("cluster_formation.classic_config.nodes." + (i + 1) + " = " + nodes.get(i).name);
            }
            Files.write(dir.resolve(node.name + ".conf"), lines);
        }
    }

    private void launch(Node node) {
        Path own = dir.resolve(node.name);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", dir.resolve("home").toString());
        environment.put("RABBITMQ_NODENAME", node.name);
        environment.put("RABBITMQ_CONFIG_FILE", dir.resolve(node.name + ".conf").toString());
        environment.put(
                "RABBITMQ_ADVANCED_CONFIG_FILE", dir.resolve("advanced.config").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", dir.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        environment.put("RABBITMQ_MNESIA_BASE", own.toString());
        environment.put("RABBITMQ_MNESIA_DIR", own.resolve("node").toString());
        environment.put("RABBITMQ_LOG_BASE", own.resolve("log").toString());
        environment.put(
                "RABBITMQ_GENERATED_CONFIG_DIR", own.resolve("generated").toString());
        environment.put("RABBITMQ_PID_FILE", own.resolve("pid").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(node.dist));
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        // The start script becomes the broker instead of watching over it: the pid is the broker's.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        environment.put("LANG", "C.UTF-8");
        node.process = LoggedProcess.start(dir.resolve(node.name + ".log"), environment, List.of(BIN.toString()));
    }

    private static String epmd() {
        return Files.exists(Path.of("/usr/bin/epmd")) ? "/usr/bin/epmd" : "epmd";
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
