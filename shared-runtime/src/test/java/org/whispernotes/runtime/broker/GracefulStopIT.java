package org.whispernotes.runtime.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.testing.Servers;

/** A process that is told to stop finishes what it has begun, or hands it back when the grace time is over. */
class GracefulStopIT {

    private static final PipelineQueue QUEUE = PipelineQueue.ASSEMBLE;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TranscriptAssemble message = new TranscriptAssemble(UUID.randomUUID(), UUID.randomUUID(), 1);
    private CachingConnectionFactory connections;
    private RabbitAdmin admin;

    @BeforeEach
    void declare() {
        connections = connect();
        admin = new RabbitAdmin(connections);
        Declarables topology = BrokerTopology.declarables(settings(PATIENCE));
        topology.getDeclarablesByType(Exchange.class).forEach(admin::declareExchange);
        topology.getDeclarablesByType(Queue.class).forEach(admin::declareQueue);
        topology.getDeclarablesByType(Binding.class).forEach(admin::declareBinding);
        admin.purgeQueue(QUEUE.queueName());
    }

    @AfterEach
    void disconnect() {
        connections.destroy();
    }

    @Test
    void what_ends_within_the_grace_time_is_acknowledged() throws InterruptedException {
        Worker stopping = new Worker(PATIENCE);
        publisher().publish(message);
        stopping.awaitBegun();

        Thread stop = new Thread(stopping.consumers::stop);
        stop.start();
        await().atMost(PATIENCE).until(() -> stop.getState() == Thread.State.WAITING);
        stopping.mayEnd.countDown();
        stop.join(PATIENCE.toMillis());

        stopping.connections.destroy();
        assertThat(stop.isAlive()).isFalse();
        assertThat(admin.getQueueInfo(QUEUE.queueName()).getMessageCount()).isZero();
    }

    @Test
    void what_takes_longer_is_handed_to_another_process() throws InterruptedException {
        Duration grace = Duration.ofSeconds(1);
        Worker stopping = new Worker(grace);
        publisher().publish(message);
        stopping.awaitBegun();

        long begun = System.nanoTime();
        stopping.consumers.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(grace, grace.plusSeconds(5));

        Worker other = new Worker(PATIENCE);
        assertThat(other.awaitBegun()).isEqualTo(message);
        stopping.mayEnd.countDown();
        other.mayEnd.countDown();
        other.consumers.stop();
        stopping.connections.destroy();
        other.connections.destroy();
        assertThat(admin.getQueueInfo(QUEUE.queueName()).getMessageCount()).isZero();
    }

    /** A process that works on one message until it is allowed to end. */
    private static final class Worker implements MessageHandler<TranscriptAssemble> {

        final CountDownLatch mayEnd = new CountDownLatch(1);
        final BlockingQueue<TranscriptAssemble> begun = new LinkedBlockingQueue<>();
        final CachingConnectionFactory connections = connect();
        final PipelineConsumers consumers;

        Worker(Duration grace) {
            BrokerSettings settings = settings(grace);
            consumers = new PipelineConsumers(
                    List.of(this),
                    connections,
                    new ConfirmedPublisher(connections, settings),
                    settings,
                    "worker",
                    Clock.systemUTC());
            consumers.start();
        }

        TranscriptAssemble awaitBegun() throws InterruptedException {
            return begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public PipelineQueue queue() {
            return QUEUE;
        }

        @Override
        public Class<TranscriptAssemble> messageType() {
            return TranscriptAssemble.class;
        }

        @Override
        public void handle(TranscriptAssemble message) throws InterruptedException {
            begun.add(message);
            mayEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private ConfirmedPublisher publisher() {
        return new ConfirmedPublisher(connections, settings(PATIENCE));
    }

    private static BrokerSettings settings(Duration grace) {
        return new BrokerSettings(List.of(Duration.ofSeconds(1)), 5, Duration.ofSeconds(10), grace, Map.of());
    }

    private static CachingConnectionFactory connect() {
        Map<String, String> properties = Servers.get().springProperties();
        CachingConnectionFactory connections = new CachingConnectionFactory(
                properties.get("spring.rabbitmq.host"), Integer.parseInt(properties.get("spring.rabbitmq.port")));
        connections.setUsername(properties.get("spring.rabbitmq.username"));
        connections.setPassword(properties.get("spring.rabbitmq.password"));
        connections.setVirtualHost(properties.getOrDefault("spring.rabbitmq.virtual-host", "/"));
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        return connections;
    }
}
