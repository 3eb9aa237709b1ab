package org.whispernotes.runtime.step;

import java.util.List;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.session.Stage;

/**
 * What happens to a recording at one point of its way: a function from one message and stored inputs to stored outputs
 * and follow-up messages. Everything else (delivery, retries, cancellation, tracing, dead letters) is {@link
 * StepRunner}'s.
 *
 * <p>A step can be run by anyone, at any time, any number of times, with the same result: its output goes under a key
 * made from the session, the run and the step.
 */
public interface Step<M extends PipelineMessage> {

    /** Where its messages come from. */
    PipelineQueue queue();

    Class<M> messageType();

    Stage stage();

    /** Whether its output is stored already, so that {@link #run} need not be called. */
    boolean isDone(M message);

    /**
     * Does the work and stores the output.
     *
     * @throws RecordingProblemException when the recording itself is at fault: the session fails, nothing is retried
     * @throws StepCancelledException when the context said that nobody wants the result any more
     * @throws Exception anything else is the system's failure: retried with growing delays, then dead-lettered
     */
    void run(M message, StepContext context) throws Exception;

    /**
     * What follows, derived from what is stored: called after {@link #run}, and also when the output was there already,
     * because whoever stored it may have died before saying so.
     */
    List<PipelineMessage> next(M message);

    /**
     * What is to be said when the output was there already. More than {@link #next} where {@link #run} publishes messages
     * while it works: they may be lost, and a repeated message must bring them back.
     */
    default List<PipelineMessage> again(M message) {
        return next(message);
    }
}
