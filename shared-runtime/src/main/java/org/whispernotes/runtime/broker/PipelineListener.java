package org.whispernotes.runtime.broker;

import com.rabbitmq.client.Channel;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.whispernotes.model.message.PipelineMessage;

/**
 * One queue's deliveries, acknowledged by hand: after the handler returned, or after the broker confirmed that the
 * failed message lies in a delay queue or among the dead letters. When even that fails the channel is closed and the
 * broker delivers the message again.
 */
final class PipelineListener<M extends PipelineMessage> implements ChannelAwareMessageListener {

    private final MessageHandler<M> handler;
    private final FailedDelivery failures;
    private final Clock clock;

    PipelineListener(MessageHandler<M> handler, FailedDelivery failures, Clock clock) {
        this.handler = handler;
        this.failures = failures;
        this.clock = clock;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) throws Exception {
        try {
            M payload = MessageReader.read(message, handler.messageType());
            MDC.put("session", payload.sessionId().toString());
            handler.handle(payload);
        } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
            failures.moveOn(message, handler.queue(), e, clock.instant());
        } finally {
            MDC.remove("session");
        }
        if (channel != null) {
            channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
        }
    }
}
