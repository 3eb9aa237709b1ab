package org.whispernotes.runtime.step;

import java.time.Instant;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;

/** What a step may ask and tell while it runs. */
public interface StepContext {

    /** What the user asked for. */
    Job job();

    /** Name of this process. */
    String workerId();

    /** The current time of the injected clock. */
    Instant now();

    /** Whether the result is no longer wanted: cancelled, deleted or out of time. Cheap: ask often. */
    boolean isCancelled();

    /** @throws StepCancelledException when {@link #isCancelled} */
    void throwIfCancelled();

    /**
     * Tells the person watching how far the stage is.
     *
     * @param fraction of the stage, 0..1
     * @param message what is being done
     */
    void progress(Stage stage, double fraction, String message);

    /** Publishes any event to the people watching; never fails. */
    void publish(ProgressEvent event);
}
