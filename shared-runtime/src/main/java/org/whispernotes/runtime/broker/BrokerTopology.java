package org.whispernotes.runtime.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;

/**
 * Every exchange and queue, declared from here and nowhere else, by whichever service comes first.
 *
 * <p>Work queues are quorum queues with a delivery limit: a message that kills its workers ends in {@code
 * dead-letters}. Dead-lettering is at-least-once, which needs {@code reject-publish}
 * (https://www.rabbitmq.com/docs/quorum-queues#dead-lettering). A delayed retry is a message that waits in a delay queue
 * and is dead-lettered from there back to its work queue.
 */
final class BrokerTopology {

    private BrokerTopology() {}

    static Declarables declarables(BrokerSettings settings) {
        List<Declarable> all = new ArrayList<>();
        TopicExchange recordings = new TopicExchange(Topology.RECORDINGS, true, false);
        FanoutExchange control = new FanoutExchange(Topology.CONTROL, true, false);
        DirectExchange retries = new DirectExchange(Topology.RETRIES, true, false);
        TopicExchange deadLetters = new TopicExchange(Topology.DEAD_LETTERS, true, false);
        all.addAll(List.of(recordings, control, retries, deadLetters));

        Queue graveyard = QueueBuilder.durable(Topology.DEAD_LETTERS).quorum().build();
        all.add(graveyard);
        all.add(BindingBuilder.bind(graveyard).to(deadLetters).with("#"));

        for (PipelineQueue pipelineQueue : Topology.pipelineQueues()) {
            Queue work = QueueBuilder.durable(pipelineQueue.queueName())
                    .quorum()
                    .deliveryLimit(settings.deliveryLimit())
                    .deadLetterExchange(Topology.DEAD_LETTERS)
                    .deadLetterRoutingKey(pipelineQueue.queueName())
                    .withArgument("x-dead-letter-strategy", "at-least-once")
                    .withArgument("x-overflow", "reject-publish")
                    .build();
            all.add(work);
            all.add(BindingBuilder.bind(work).to(recordings).with(pipelineQueue.routingKey()));
            for (Duration delay : settings.retryDelays()) {
                all.addAll(retryQueue(pipelineQueue, delay, retries));
            }
        }
        return new Declarables(all);
    }

    private static List<Declarable> retryQueue(PipelineQueue target, Duration delay, DirectExchange retries) {
        String name = target.retryQueueName(Math.toIntExact(delay.toSeconds()));
        Queue waiting = QueueBuilder.durable(name)
                .quorum()
                .withArgument("x-message-ttl", Math.toIntExact(delay.toMillis()))
                // The default exchange delivers to the queue of that name.
                .deadLetterExchange("")
                .deadLetterRoutingKey(target.queueName())
                .withArgument("x-dead-letter-strategy", "at-least-once")
                .withArgument("x-overflow", "reject-publish")
                .build();
        Binding binding = BindingBuilder.bind(waiting).to(retries).with(name);
        return List.of(waiting, binding);
    }
}
