package org.whispernotes.runtime.step;

import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.runtime.broker.MessageHandler;

/** Feeds a step from its queue. */
public final class StepHandler<M extends PipelineMessage> implements MessageHandler<M> {

    private final Step<M> step;
    private final StepRunner runner;

    public StepHandler(Step<M> step, StepRunner runner) {
        this.step = step;
        this.runner = runner;
    }

    @Override
    public PipelineQueue queue() {
        return step.queue();
    }

    @Override
    public Class<M> messageType() {
        return step.messageType();
    }

    @Override
    public void handle(M message) throws Exception {
        runner.handle(step, message);
    }
}
