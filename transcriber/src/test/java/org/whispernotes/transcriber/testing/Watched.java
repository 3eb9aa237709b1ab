package org.whispernotes.transcriber.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.step.StepContext;

/** A session's first run that nobody cancels. @param shown gets what the person who watches would see */
public record Watched(UUID session, List<ProgressEvent> shown) implements StepContext {

    @Override
    public Job job() {
        return new Job(
                session,
                new UUID(0, 1),
                1,
                "a.wav",
                "video-files/a/original.wav",
                1,
                SessionOptions.defaults(),
                Instant.EPOCH,
                null);
    }

    @Override
    public String workerId() {
        return "w";
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void throwIfCancelled() {}

    @Override
    public void progress(Stage stage, double fraction, String message) {
        assertThat(fraction).isBetween(0.0, 1.0);
    }

    @Override
    public void publish(ProgressEvent event) {
        shown.add(event);
    }
}
