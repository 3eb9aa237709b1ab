package org.whispernotes.runtime.broker;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;

/** The consumers of this process: one container a handler. They come back by themselves when the broker does. */
public final class PipelineConsumers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PipelineConsumers.class);

    private final List<SimpleMessageListenerContainer> containers = new ArrayList<>();
    private final UnderWay underWay = new UnderWay();
    private final Duration stopGrace;
    private volatile boolean running;

    public PipelineConsumers(
            List<MessageHandler<?>> handlers,
            ConnectionFactory connections,
            ConfirmedPublisher publisher,
            BrokerSettings settings,
            String workerId,
            Clock clock) {
        this.stopGrace = settings.stopGrace();
        FailedDelivery failures = new FailedDelivery(publisher, settings, workerId);
        for (MessageHandler<?> handler : handlers) {
            String queue = handler.queue().queueName();
            SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
            container.setBeanName(queue);
            container.setQueueNames(queue);
            container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
            container.setConcurrentConsumers(settings.concurrencyOf(queue));
            // What this process does at once, and no more: the rest belongs to other workers.
            container.setPrefetchCount(1);
            container.setShutdownTimeout(settings.stopGrace().toMillis());
            container.setMissingQueuesFatal(false);
            container.setRecoveryInterval(1_000);
            container.setMessageListener(new PipelineListener<>(handler, failures, underWay, clock));
            container.afterPropertiesSet();
            containers.add(container);
        }
    }

    @Override
    public void start() {
        underWay.start();
        containers.forEach(SimpleMessageListenerContainer::start);
        running = true;
    }

    /**
     * Takes nothing new, and gives what was begun its grace time. What is not finished then was not acknowledged: the
     * broker delivers it to another process.
     */
    @Override
    public void stop() {
        underWay.stop();
        List<String> begun = underWay.list();
        if (!begun.isEmpty()) {
            log.info("stopping: {} s for {}", stopGrace.toSeconds(), begun);
        }
        // Side by side: each container waits for its own delivery.
        List<Thread> stops = containers.stream()
                .map(container ->
                        new Thread(container::stop, "stop-" + container.getQueueNames()[0]))
                .toList();
        stops.forEach(Thread::start);
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> unfinished = underWay.list();
        if (!unfinished.isEmpty()) {
            log.warn("stopped with {} unfinished: the broker hands it to another process", unfinished);
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
