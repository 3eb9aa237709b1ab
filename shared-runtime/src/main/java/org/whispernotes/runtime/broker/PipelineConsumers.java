package org.whispernotes.runtime.broker;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;

/** The consumers of this process: one container a handler. They come back by themselves when the broker does. */
public final class PipelineConsumers implements SmartLifecycle {

    private final List<SimpleMessageListenerContainer> containers = new ArrayList<>();
    private volatile boolean running;

    public PipelineConsumers(
            List<MessageHandler<?>> handlers,
            ConnectionFactory connections,
            ConfirmedPublisher publisher,
            BrokerSettings settings,
            String workerId,
            Clock clock) {
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
            container.setMessageListener(new PipelineListener<>(handler, failures, clock));
            container.afterPropertiesSet();
            containers.add(container);
        }
    }

    @Override
    public void start() {
        containers.forEach(SimpleMessageListenerContainer::start);
        running = true;
    }

    @Override
    public void stop() {
        containers.parallelStream().forEach(SimpleMessageListenerContainer::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
