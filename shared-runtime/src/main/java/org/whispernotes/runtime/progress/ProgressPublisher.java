package org.whispernotes.runtime.progress;

import java.util.UUID;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;

/** Tells the people who watch. Never fails and never waits long: progress must not hold up the work. */
public interface ProgressPublisher {

    /**
     * Appends the event to the session's log. After a terminal event the log is closed: what a worker still says is
     * dropped. A new run opens a new log with what only the session's owner says: {@link ProgressEvent.Queued}, {@link
     * ProgressEvent.StageChanged}, or a percentage with status {@code QUEUED} or {@code UPLOADING}.
     */
    void publish(ProgressEvent event, UUID userId);

    /** The stage of a run under way is {@code fraction} (0..1) done. */
    void progress(Job job, Stage stage, double fraction, String message);
}
