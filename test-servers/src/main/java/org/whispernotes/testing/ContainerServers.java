package org.whispernotes.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** Containers, where a Docker engine answers. */
final class ContainerServers implements Servers {

    private static final int REDIS_PORT = 6379;

    private final RabbitMQContainer rabbitmq = new RabbitMQContainer("rabbitmq:4.2-management");
    private final GenericContainer<?> redis = new GenericContainer<>("redis:7.4").withExposedPorts(REDIS_PORT);
    private final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17");
    private final MinIOContainer minio = new MinIOContainer("minio/minio:RELEASE.2025-09-07T16-13-09Z");

    ContainerServers() {
        rabbitmq.start();
        redis.start();
        postgres.start();
        minio.start();
    }

    @Override
    public Map<String, String> springProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.rabbitmq.host", rabbitmq.getHost());
        properties.put("spring.rabbitmq.port", rabbitmq.getAmqpPort().toString());
        properties.put("spring.rabbitmq.username", rabbitmq.getAdminUsername());
        properties.put("spring.rabbitmq.password", rabbitmq.getAdminPassword());
        properties.put("spring.data.redis.url", redisUrl());
        String database = postgres.getHost() + ":" + postgres.getMappedPort(5432) + "/" + postgres.getDatabaseName();
        properties.put("spring.r2dbc.url", "r2dbc:postgresql://" + database);
        properties.put("spring.r2dbc.username", postgres.getUsername());
        properties.put("spring.r2dbc.password", postgres.getPassword());
        properties.put("spring.flyway.url", "jdbc:postgresql://" + database);
        properties.put("spring.flyway.user", postgres.getUsername());
        properties.put("spring.flyway.password", postgres.getPassword());
        properties.put("notes.store.endpoint", minio.getS3URL());
        properties.put("notes.store.access-key", minio.getUserName());
        properties.put("notes.store.secret-key", minio.getPassword());
        return properties;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "NOTES_AMQP_URL", rabbitmq.getAmqpUrl(),
                "NOTES_RABBITMQ_API", rabbitmq.getHttpUrl(),
                "NOTES_REDIS_URL", redisUrl(),
                "NOTES_POSTGRES_URL", postgres.getJdbcUrl(),
                "AWS_ENDPOINT_URL", minio.getS3URL(),
                "AWS_ACCESS_KEY_ID", minio.getUserName(),
                "AWS_SECRET_ACCESS_KEY", minio.getPassword());
    }

    private String redisUrl() {
        return "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT);
    }

    @Override
    public void pause(String name) {
        GenericContainer<?> container = container(name);
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void resume(String name) {
        GenericContainer<?> container = container(name);
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void killAndRestart(String name) {
        GenericContainer<?> container = container(name);
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    private GenericContainer<?> container(String name) {
        return switch (name) {
            case "rabbitmq" -> rabbitmq;
            case "redis" -> redis;
            case "postgres" -> postgres;
            case "minio" -> minio;
            default -> throw new IllegalArgumentException("no server is called " + name);
        };
    }
}
