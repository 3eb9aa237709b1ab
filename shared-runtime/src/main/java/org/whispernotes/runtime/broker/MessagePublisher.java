package org.whispernotes.runtime.broker;

import java.util.Collection;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.PipelineMessage;

/** Publishes so that nothing is lost: returns when the broker has confirmed, throws when it has not. */
public interface MessagePublisher {

    /** @throws PublishException when the broker is away, refuses, or has no queue for the message */
    void publish(PipelineMessage message);

    /** All of them, in order; waits once for all confirms. */
    void publishAll(Collection<? extends PipelineMessage> messages);

    /** Tells every worker. Fire and forget by nature: a worker that is away has nothing to stop. */
    void broadcast(CancelRun cancel);
}
