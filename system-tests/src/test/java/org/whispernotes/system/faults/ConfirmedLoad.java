package org.whispernotes.system.faults;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered messages with confirms to a quorum queue of its own, a batch after the other, and receives them:
 * what was confirmed must arrive, whatever happens to the nodes.
 */
final class ConfirmedLoad implements AutoCloseable {

    private static final String QUEUE = "load";
    private static final int BATCH = 100;
    private static final long CONFIRM_MILLIS = 10_000;
    private static final long PAUSE_NANOS = 100_000_000;

    private final ConnectionFactory factory = new ConnectionFactory();
    private final List<Address> addresses;
    private final Set<Long> received = ConcurrentHashMap.newKeySet();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong lostAcknowledgements = new AtomicLong();
    private final Connection consuming;
    private final Thread publisher = new Thread(this::publish, "confirmed-load");
    private volatile boolean stopping;
    private volatile long confirmed;

    ConfirmedLoad(Map<String, String> springProperties) throws IOException, TimeoutException {
        addresses = Arrays.stream(
                        springProperties.get("spring.rabbitmq.addresses").split(","))
                .map(Address::parseAddress)
                .toList();
        factory.setUsername(springProperties.get("spring.rabbitmq.username"));
        factory.setPassword(springProperties.get("spring.rabbitmq.password"));
        factory.setVirtualHost(springProperties.get("spring.rabbitmq.virtual-host"));
        factory.setAutomaticRecoveryEnabled(true);
        factory.setNetworkRecoveryInterval(500);
        consuming = factory.newConnection(addresses);
        Channel channel = consuming.createChannel();
        channel.basicQos(BATCH);
        channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
        DeliverCallback receive = (tag, delivery) -> {
            deliveries.incrementAndGet();
            received.add(Long.parseLong(new String(delivery.getBody(), StandardCharsets.UTF_8)));
            acknowledge(channel, delivery.getEnvelope().getDeliveryTag());
        };
        channel.basicConsume(QUEUE, false, receive, tag -> {});
        publisher.start();
    }

    /** Messages 0 to this number, exclusive, were confirmed. */
    long confirmed() {
        return confirmed;
    }

    /** Batches that had to be published again because their confirm was lost. */
    long again() {
        return again.get();
    }

    long lostAcknowledgements() {
        return lostAcknowledgements.get();
    }

    long deliveries() {
        return deliveries.get();
    }

    Set<Long> received() {
        return received;
    }

    /** Publishes no more; returns when what was begun is confirmed. */
    void finish() throws InterruptedException {
        stopping = true;
        publisher.join();
    }

    private void acknowledge(Channel channel, long tag) {
        try {
            channel.basicAck(tag, false);
        } catch (IOException | AlreadyClosedException e) {
            // The node has gone: another one delivers it again once the connection is back.
            lostAcknowledgements.incrementAndGet();
        }
    }

    private void publish() {
        while (!stopping) {
            try (Connection connection = factory.newConnection(addresses);
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                while (!stopping) {
                    for (long n = confirmed; n < confirmed + BATCH; n++) {
                        channel.basicPublish(
                                "",
                                QUEUE,
                                true,
                                MessageProperties.PERSISTENT_TEXT_PLAIN,
                                Long.toString(n).getBytes(StandardCharsets.UTF_8));
                    }
                    channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
                    confirmed += BATCH;
                    // The two cores are shared with all three nodes and the product.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException | TimeoutException | AlreadyClosedException e) {
                again.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        publisher.interrupt();
        consuming.close();
    }
}
