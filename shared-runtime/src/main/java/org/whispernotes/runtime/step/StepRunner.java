package org.whispernotes.runtime.step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.progress.ProgressPublisher;
import org.whispernotes.runtime.store.Documents;

/**
 * Runs steps: skips what nobody wants and what is done, publishes what follows, and turns a recording's problem into a
 * failed session. The system's failures leave {@link #handle} as exceptions; the consumer retries or dead-letters them.
 */
public final class StepRunner {

    private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

    private final Documents documents;
    private final MessagePublisher publisher;
    private final ProgressPublisher progress;
    private final RunRegistry runs;
    private final StepSettings settings;
    private final String workerId;
    private final Clock clock;

    public StepRunner(
            Documents documents,
            MessagePublisher publisher,
            ProgressPublisher progress,
            RunRegistry runs,
            StepSettings settings,
            String workerId,
            Clock clock) {
        this.documents = documents;
        this.publisher = publisher;
        this.progress = progress;
        this.runs = runs;
        this.settings = settings;
        this.workerId = workerId;
        this.clock = clock;
    }

    /** Handles one delivery; returns when everything that follows is confirmed by the broker. */
    public <M extends PipelineMessage> void handle(Step<M> step, M message) throws Exception {
        Optional<Job> job = documents.find(ObjectKeys.job(message.sessionId(), message.run()), Job.class);
        if (job.isEmpty()) {
            log.info(
                    "session {}: run {} has ended, {} is dropped",
                    message.sessionId(),
                    message.run(),
                    message.stepName());
            return;
        }
        try {
            if (step.isDone(message)) {
                log.info("session {}: {} is done already, saying so again", message.sessionId(), message.stepName());
                publisher.publishAll(step.again(message));
            } else {
                run(step, message, job.get());
                publisher.publishAll(step.next(message));
            }
        } catch (RecordingProblemException e) {
            log.warn(
                    "session {}: {} says '{}': the session fails",
                    message.sessionId(),
                    message.stepName(),
                    e.problem().code());
            publisher.publish(SessionEvent.failed(
                    message, step.stage(), e.problem(), e.getMessage(), false, workerId, clock.instant()));
        } catch (StepCancelledException e) {
            log.info("session {}: {} stopped: {}", message.sessionId(), message.stepName(), e.getMessage());
        }
    }

    private <M extends PipelineMessage> void run(Step<M> step, M message, Job job) throws Exception {
        RunRegistry.RunToken token = runs.begin(message.sessionId(), message.run());
        Instant begun = clock.instant();
        try {
            step.run(message, new RunContext(job, token, begun.plus(settings.timeout()), message.stepName()));
            log.info(
                    "session {}: {} took {} ms",
                    message.sessionId(),
                    message.stepName(),
                    Duration.between(begun, clock.instant()).toMillis());
        } catch (Exception e) {
            if (token.cancelled && !(e instanceof StepCancelledException)) {
                // Whatever broke, broke because its inputs were taken away on purpose.
                throw new StepCancelledException("cancelled (" + e + ")");
            }
            throw e;
        } finally {
            runs.end(token);
        }
    }

    private final class RunContext implements StepContext {
        private final Job job;
        private final RunRegistry.RunToken token;
        private final Instant deadline;
        private final String stepName;

        private RunContext(Job job, RunRegistry.RunToken token, Instant deadline, String stepName) {
            this.job = job;
            this.token = token;
            this.deadline = deadline;
            this.stepName = stepName;
        }

        @Override
        public Job job() {
            return job;
        }

        @Override
        public String workerId() {
            return workerId;
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public boolean isCancelled() {
            return token.cancelled || isLate();
        }

        @Override
        public void throwIfCancelled() {
            if (token.cancelled) {
                throw new StepCancelledException("cancelled");
            }
            if (isLate()) {
                throw new StepTimeoutException(stepName, settings.timeout());
            }
        }

        private boolean isLate() {
            return clock.instant().isAfter(deadline);
        }

        @Override
        public void progress(Stage stage, double fraction, String message) {
            progress.progress(job, stage, fraction, message);
        }

        @Override
        public void publish(ProgressEvent event) {
            progress.publish(event, job.userId());
        }
    }
}
