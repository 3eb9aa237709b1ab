package org.whispernotes.testing;

import java.util.Map;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.testcontainers.DockerClientFactory;

/**
 * RabbitMQ, Redis, PostgreSQL and MinIO for the tests of one JVM: real ones, on loopback, on ports and data of their
 * own, stopped when the JVM ends. With a Docker engine they are containers, without one private processes.
 */
public interface Servers {

    /** Spring properties that point a service at these servers. */
    Map<String, String> springProperties();

    /** As the command line's {@code ./notes env} prints them: {@code NOTES_AMQP_URL} and so on. */
    Map<String, String> environment();

    /** Freezes the server's processes, as a lost network would; {@code name} is rabbitmq, redis, postgres or minio. */
    void pause(String name);

    /** Lets it go on. */
    void resume(String name);

    /** Kills the server at once (SIGKILL) and starts it again with the same data and port. */
    void killAndRestart(String name);

    /** The servers of this JVM, started at the first call. */
    static Servers get() {
        return Started.SERVERS;
    }

    /** For {@code @DynamicPropertySource}. */
    static void register(DynamicPropertyRegistry registry) {
        get().springProperties().forEach((name, value) -> registry.add(name, () -> value));
    }

    /** Starts once a JVM. */
    final class Started {
        private static final Servers SERVERS =
                DockerClientFactory.instance().isDockerAvailable() ? new ContainerServers() : LocalServers.start();

        private Started() {}
    }
}
