package org.whispernotes.runtime.broker;

import com.rabbitmq.client.Channel;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.whispernotes.model.message.PipelineMessage;

/**
 * One queue's deliveries, acknowledged by hand: after the handler returned, or after the broker confirmed that the
 * failed message lies in a delay queue or among the dead letters. While not even that can be done the delivery is held:
 * when its channel goes, the broker delivers it again.
 */
final class PipelineListener<M extends PipelineMessage> implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(PipelineListener.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final MessageHandler<M> handler;
    private final FailedDelivery failures;
    private final UnderWay underWay;
    private final Clock clock;

    PipelineListener(MessageHandler<M> handler, FailedDelivery failures, UnderWay underWay, Clock clock) {
        this.handler = handler;
        this.failures = failures;
        this.underWay = underWay;
        this.clock = clock;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) throws Exception {
        Object begun = underWay.begin(handler.queue(), message);
        try {
            work(message, channel);
        } finally {
            underWay.end(begun);
        }
    }

    private void work(Message message, @Nullable Channel channel) throws Exception {
        try {
            M payload = MessageReader.read(message, handler.messageType());
            MDC.put("session", payload.sessionId().toString());
            handler.handle(payload);
        } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
            if (underWay.isStopping()) {
                // The end of the grace time interrupts it: that is no failure of the message, which goes back as it is.
                log.info(
                        "{}: handed back unfinished, this process stops ({})",
                        handler.queue().queueName(),
                        e.toString());
                return;
            }
            moveOn(message, channel, e);
        } finally {
            MDC.remove("session");
        }
        if (channel != null) {
            channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
        }
    }

    /** Tries until the broker has the message elsewhere; gives up only when the delivery itself is void. */
    private void moveOn(Message message, @Nullable Channel channel, Throwable cause) throws InterruptedException {
        Duration pause = Duration.ofMillis(500);
        while (true) {
            try {
                failures.moveOn(message, handler.queue(), cause, clock.instant());
                return;
            } catch (PublishException e) {
                if (channel == null || !channel.isOpen()) {
                    throw e;
                }
                log.warn(
                        "{}: {}; trying again in {} ms", handler.queue().queueName(), e.getMessage(), pause.toMillis());
                Thread.sleep(pause.toMillis());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
