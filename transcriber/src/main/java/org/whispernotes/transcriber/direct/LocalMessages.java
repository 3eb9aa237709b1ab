package org.whispernotes.transcriber.direct;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Problem;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.runtime.step.RunRegistry;
import org.whispernotes.runtime.step.Step;
import org.whispernotes.runtime.step.StepRunner;

/**
 * One recording's messages, from hand to hand. Its plan's settings bound how many there are at once; nothing is tried
 * again, because whoever waits can.
 */
final class LocalMessages implements MessagePublisher, AutoCloseable {

    /** A step asks several times a second whether it is still wanted. */
    private static final long STOP_SECONDS = 30;

    private final ExecutorService ends;
    private final ExecutorService chunks;
    private final RunRegistry runs;
    private final CompletableFuture<TranscriptCompleted> completed = new CompletableFuture<>();
    private @Nullable Steps steps;

    private record Steps(
            StepRunner runner,
            Step<RecordingUploaded> plan,
            Step<ChunkReady> chunk,
            Step<TranscriptAssemble> assemble) {}

    /** @param parallel chunks recognised at once */
    LocalMessages(int parallel, RunRegistry runs) {
        this.runs = runs;
        // Planning and assembling share a thread: a second wake-up to assemble finds the transcript there.
        this.ends = Executors.newSingleThreadExecutor(daemons("direct"));
        this.chunks = Executors.newFixedThreadPool(parallel, daemons("direct-chunk"));
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Who takes the messages. */
    void deliverTo(
            StepRunner runner,
            Step<RecordingUploaded> plan,
            Step<ChunkReady> chunk,
            Step<TranscriptAssemble> assemble) {
        steps = new Steps(runner, plan, chunk, assemble);
    }

    @Override
    public void publish(PipelineMessage message) {
        Steps takers = steps;
        if (takers == null) {
            throw new IllegalStateException("nobody takes messages yet");
        }
        if (message instanceof RecordingUploaded uploaded) {
            ends.execute(() -> handle(takers.runner(), takers.plan(), uploaded));
        } else if (message instanceof ChunkReady chunk) {
            chunks.execute(() -> handle(takers.runner(), takers.chunk(), chunk));
        } else if (message instanceof TranscriptAssemble assemble) {
            ends.execute(() -> handle(takers.runner(), takers.assemble(), assemble));
        } else if (message instanceof TranscriptCompleted done) {
            completed.complete(done);
        } else if (message instanceof SessionEvent event && event.kind() == SessionEvent.Kind.FAILED) {
            completed.completeExceptionally(failure(event));
        }
    }

    private <M extends PipelineMessage> void handle(StepRunner runner, Step<M> step, M message) {
        try {
            if (!completed.isDone()) {
                runner.handle(step, message);
            }
        } catch (Exception e) {
            completed.completeExceptionally(e);
        }
    }

    private static Exception failure(SessionEvent event) {
        String code = String.valueOf(event.code());
        for (Problem problem : Problem.values()) {
            if (problem.code().equals(code) && problem.kind() == Problem.Kind.RECORDING) {
                String detail = event.detail();
                return new RecordingProblemException(problem, detail == null ? problem.sentence() : detail);
            }
        }
        return new IllegalStateException("the session failed with " + code + ": " + event.detail());
    }

    @Override
    public void publishAll(Collection<? extends PipelineMessage> messages) {
        messages.forEach(this::publish);
    }

    @Override
    public void broadcast(CancelRun cancel) {
        runs.cancel(cancel);
    }

    /** Waits for the transcript. */
    void await() throws InterruptedException, ExecutionException {
        completed.get();
    }

    /** Waits for what is under way: it works in a folder that goes away next. */
    @Override
    public void close() {
        completed.cancel(false);
        ends.shutdownNow();
        chunks.shutdownNow();
        try {
            ends.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            chunks.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
