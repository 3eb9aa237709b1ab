package org.whispernotes.runtime.broker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessagePropertiesBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.whispernotes.model.Topology;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.runtime.Json;

/** {@link MessagePublisher} with correlated confirms and {@code mandatory}. */
public final class ConfirmedPublisher implements MessagePublisher {

    private final RabbitTemplate template;
    private final BrokerSettings settings;

    public ConfirmedPublisher(ConnectionFactory connections, BrokerSettings settings) {
        if (!connections.isPublisherConfirms() || !connections.isPublisherReturns()) {
            throw new IllegalStateException(
                    "refusing to start: without publisher confirms and returns messages can be lost."
                            + " Set spring.rabbitmq.publisher-confirm-type=correlated and spring.rabbitmq.publisher-returns=true");
        }
        this.template = new RabbitTemplate(connections);
        this.template.setMandatory(true);
        this.settings = settings;
    }

    @Override
    public void publish(PipelineMessage message) {
        publishAll(List.of(message));
    }

    @Override
    public void publishAll(Collection<? extends PipelineMessage> messages) {
        List<CorrelationData> pending = new ArrayList<>(messages.size());
        for (PipelineMessage message : messages) {
            pending.add(send(Topology.RECORDINGS, message.queue().routingKey(), encode(message)));
        }
        pending.forEach(this::await);
    }

    @Override
    public void broadcast(CancelRun cancel) {
        Message message = MessageBuilder.withBody(Json.bytes(cancel))
                .setContentType("application/json")
                .build();
        try {
            template.send(Topology.CONTROL, "", message);
        } catch (AmqpException e) {
            throw new PublishException("the broker does not answer", e);
        }
    }

    /** Publishes a message as it is to any exchange, and waits for the confirm. */
    public void publishRaw(String exchange, String routingKey, Message message) {
        await(send(exchange, routingKey, message));
    }

    private CorrelationData send(String exchange, String routingKey, Message message) {
        CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
        try {
            template.send(exchange, routingKey, message, correlation);
        } catch (AmqpException e) {
            throw new PublishException("the broker does not answer", e);
        }
        return correlation;
    }

    private void await(CorrelationData correlation) {
        try {
            CorrelationData.Confirm confirm =
                    correlation.getFuture().get(settings.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (correlation.getReturned() != null) {
                throw new PublishException(
                        "no queue for " + correlation.getReturned().getRoutingKey() + " on exchange "
                                + correlation.getReturned().getExchange(),
                        null);
            }
            if (!confirm.ack()) {
                throw new PublishException("the broker refused the message: " + confirm.reason(), null);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new PublishException("the broker did not confirm within " + settings.confirmTimeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishException("interrupted while waiting for the broker's confirm", e);
        }
    }

    /** The message as it travels: JSON, persistent, with an id that is the same whenever the same thing is said. */
    public static Message encode(PipelineMessage message) {
        return MessageBuilder.withBody(Json.bytes(message))
                .andProperties(MessagePropertiesBuilder.newInstance()
                        .setContentType("application/json")
                        .setContentEncoding(StandardCharsets.UTF_8.name())
                        .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                        .setMessageId(messageId(message, 1))
                        .copyHeaders(Map.of(
                                MessageHeaders.SESSION_ID, message.sessionId().toString(),
                                MessageHeaders.RUN, message.run(),
                                MessageHeaders.STEP, message.stepName(),
                                MessageHeaders.ATTEMPT, 1,
                                MessageHeaders.SCHEMA_VERSION, PipelineMessage.SCHEMA_VERSION))
                        .build())
                .build();
    }

    /** Made from session, run, step and attempt (RFC 9562, version 3). */
    static String messageId(PipelineMessage message, int attempt) {
        String name = message.sessionId() + "/" + message.run() + "/" + message.stepName() + "/" + attempt;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
