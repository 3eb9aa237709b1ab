package org.whispernotes.api.deadletter;

import java.time.Clock;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.whispernotes.api.session.SessionChanges;
import org.whispernotes.model.Topology;

/** The ear on the queue of dead letters. */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

    /** Recorded one after the other; a few are fetched ahead. */
    private static final int PREFETCH = 20;

    @Bean
    SimpleMessageListenerContainer deadLetterListener(
            ConnectionFactory connections, DeadLetters letters, SessionChanges sessions, Clock clock) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(Topology.DEAD_LETTERS);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(PREFETCH);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(1_000);
        container.setMessageListener(new DeadLetterConsumer(letters, sessions, clock));
        return container;
    }
}
