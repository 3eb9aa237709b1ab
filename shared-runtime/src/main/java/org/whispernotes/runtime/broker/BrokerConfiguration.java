package org.whispernotes.runtime.broker;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.whispernotes.model.Topology;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.step.RunRegistry;

/** Broker wiring: topology, publisher, consumers, and the ear on the {@code control} exchange. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrokerSettings.class)
public class BrokerConfiguration {

    @Bean
    Declarables brokerTopology(BrokerSettings settings) {
        return BrokerTopology.declarables(settings);
    }

    @Bean
    ConfirmedPublisher confirmedPublisher(ConnectionFactory connections, BrokerSettings settings) {
        return new ConfirmedPublisher(connections, settings);
    }

    @Bean
    PipelineConsumers pipelineConsumers(
            List<MessageHandler<?>> handlers,
            ConnectionFactory connections,
            ConfirmedPublisher publisher,
            BrokerSettings settings,
            RuntimeSettings runtime,
            Clock clock) {
        return new PipelineConsumers(handlers, connections, publisher, settings, runtime.workerId(), clock);
    }

    /** This process's own queue on the fanout: gone when the process is. */
    @Bean
    Queue controlQueue(RuntimeSettings runtime) {
        return QueueBuilder.nonDurable(Topology.CONTROL + "." + runtime.workerId() + "." + UUID.randomUUID())
                .exclusive()
                .autoDelete()
                .build();
    }

    @Bean
    Binding controlBinding(Queue controlQueue) {
        return new Binding(controlQueue.getName(), Binding.DestinationType.QUEUE, Topology.CONTROL, "", null);
    }

    @Bean
    SimpleMessageListenerContainer controlListener(
            ConnectionFactory connections, Queue controlQueue, RunRegistry runs) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueues(controlQueue);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(1_000);
        container.setMessageListener(message -> runs.cancel(Json.read(message.getBody(), CancelRun.class)));
        return container;
    }
}
