package org.whispernotes.transcriber.direct;

import java.util.UUID;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.progress.ProgressPublisher;

/** Who waits for an answer watches no progress. */
final class Unwatched implements ProgressPublisher {

    @Override
    public void publish(ProgressEvent event, UUID userId) {}

    @Override
    public void progress(Job job, Stage stage, double fraction, String message) {}
}
