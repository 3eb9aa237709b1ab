package org.whispernotes.runtime.broker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.runtime.Outage;
import org.whispernotes.runtime.RuntimeSettings;

/** What becomes of a message whose handler failed: later again, or a dead letter with its cause. */
final class FailedDelivery {

    private static final Logger log = LoggerFactory.getLogger(FailedDelivery.class);
    private static final int MAX_STACK_CHARS = 4_000;
    private static final int MAX_MESSAGE_CHARS = 1_000;

    private final ConfirmedPublisher publisher;
    private final BrokerSettings settings;
    private final String workerId;

    FailedDelivery(ConfirmedPublisher publisher, BrokerSettings settings, String workerId) {
        this.publisher = publisher;
        this.settings = settings;
        this.workerId = workerId;
    }

    /** Moves the message on; once this returns the broker holds it elsewhere and the delivery can be acknowledged. */
    void moveOn(Message message, PipelineQueue queue, Throwable cause, Instant now) {
        int attempt = MessageReader.intHeader(message, MessageHeaders.ATTEMPT, 1);
        boolean hopeless = cause instanceof PoisonMessageException;
        if (Outage.isBehind(cause)) {
            waitForServer(message, queue, cause, attempt, now);
            return;
        }
        if (hopeless || attempt > settings.retryDelays().size()) {
            log.error(
                    "session {}: {} failed for good (attempt {}), it is a dead letter now",
                    header(message, MessageHeaders.SESSION_ID),
                    queue.queueName(),
                    attempt,
                    cause);
            publisher.publishRaw(
                    Topology.DEAD_LETTERS, queue.queueName(), withCause(message, queue, cause, attempt, now));
            return;
        }
        Duration delay = settings.retryDelays().get(attempt - 1);
        log.warn(
                "session {}: {} failed (attempt {}), again in {} s",
                header(message, MessageHeaders.SESSION_ID),
                queue.queueName(),
                attempt,
                delay.toSeconds(),
                cause);
        delay(withCause(message, queue, cause, attempt + 1, now), queue, delay);
    }

    /** An outage lasts as long as it lasts: it must not use up the attempts of the messages that arrive during it. */
    private void waitForServer(Message message, PipelineQueue queue, Throwable cause, int attempt, Instant now) {
        boolean first = message.getMessageProperties().getHeader(MessageHeaders.FIRST_FAILED_AT) == null;
        List<Duration> delays = settings.retryDelays();
        Duration delay = delays.get(first ? 0 : Math.min(1, delays.size() - 1));
        log.warn(
                "session {}: {} waits for a server that does not answer, again in {} s: {}",
                header(message, MessageHeaders.SESSION_ID),
                queue.queueName(),
                delay.toSeconds(),
                cause.toString());
        delay(withCause(message, queue, cause, attempt, now), queue, delay);
    }

    private void delay(Message again, PipelineQueue queue, Duration delay) {
        // The broker drops a TTL when it expires, so the next attempt starts without one. A TTL of its own below the
        // queue's spreads what failed together, so that it does not come back together.
        long jittered = (long) (delay.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.0));
        again.getMessageProperties().setExpiration(Long.toString(jittered));
        publisher.publishRaw(Topology.RETRIES, queue.retryQueueName(Math.toIntExact(delay.toSeconds())), again);
    }

    private Message withCause(Message message, PipelineQueue queue, Throwable cause, int attempt, Instant now) {
        Message copy = MessageBuilder.fromClonedMessage(message).build();
        MessageProperties properties = copy.getMessageProperties();
        properties.setHeader(MessageHeaders.ATTEMPT, attempt);
        properties.setHeader(MessageHeaders.EXCEPTION_CLASS, cause.getClass().getName());
        properties.setHeader(
                MessageHeaders.EXCEPTION_MESSAGE, limit(String.valueOf(cause.getMessage()), MAX_MESSAGE_CHARS));
        properties.setHeader(MessageHeaders.EXCEPTION_STACK, limit(stack(cause), MAX_STACK_CHARS));
        properties.setHeader(MessageHeaders.ORIGINAL_QUEUE, queue.queueName());
        properties.setHeader(MessageHeaders.HOST, RuntimeSettings.host());
        properties.setHeader(MessageHeaders.WORKER_ID, workerId);
        if (properties.getHeader(MessageHeaders.FIRST_FAILED_AT) == null) {
            properties.setHeader(MessageHeaders.FIRST_FAILED_AT, now.toString());
        }
        properties.setHeader(MessageHeaders.LAST_FAILED_AT, now.toString());
        return copy;
    }

    private static Object header(Message message, String name) {
        return message.getMessageProperties().getHeaders().getOrDefault(name, "unknown");
    }

    private static String stack(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String limit(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars) + "…";
    }
}
