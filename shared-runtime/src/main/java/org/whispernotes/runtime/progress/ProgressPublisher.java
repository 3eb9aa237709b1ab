package org.whispernotes.runtime.progress;

import java.util.UUID;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;

/** Tells the people who watch. Never fails and never waits long: progress must not hold up the work. */
public interface ProgressPublisher {

    void publish(ProgressEvent event, UUID userId);

    /** The stage of a run under way is {@code fraction} (0..1) done. */
    void progress(Job job, Stage stage, double fraction, String message);
}
