package org.whispernotes.runtime.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.amqp.core.Message;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.MessageHeaders;

/** The deliveries that this process is working on right now. */
final class UnderWay {

    private final Map<Object, String> deliveries = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @return what to {@link #end} it by */
    Object begin(PipelineQueue queue, Message message) {
        Map<String, Object> headers = message.getMessageProperties().getHeaders();
        Object delivery = new Object();
        deliveries.put(
                delivery,
                headers.getOrDefault(MessageHeaders.STEP, queue.queueName()) + " of session "
                        + headers.getOrDefault(MessageHeaders.SESSION_ID, "unknown"));
        return delivery;
    }

    void end(Object delivery) {
        deliveries.remove(delivery);
    }

    void start() {
        stopping = false;
    }

    /** From now on nothing new is begun. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Step and session of each. */
    List<String> list() {
        return deliveries.values().stream().sorted().toList();
    }
}
