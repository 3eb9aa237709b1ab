package org.whispernotes.runtime.broker;

import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.PipelineMessage;

/**
 * Takes the messages of one queue. Returning acknowledges the message; throwing has it retried with growing delays and
 * then dead-lettered. Messages can come twice.
 */
public interface MessageHandler<M extends PipelineMessage> {

    PipelineQueue queue();

    Class<M> messageType();

    void handle(M message) throws Exception;
}
