package org.whispernotes.runtime.step;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.store.Documents;

/** A real step that behaves as a test tells it to. */
final class ScriptedStep implements Step<ChunkReady> {

    private final Documents documents;
    private final AtomicInteger runs = new AtomicInteger();
    private volatile int failures;
    private volatile Supplier<RuntimeException> passingFailure = IllegalStateException::new;
    private volatile boolean wait;
    private volatile boolean sawCancellation;
    private volatile @Nullable Exception failure;

    ScriptedStep(Documents documents) {
        this.documents = documents;
    }

    void reset() {
        runs.set(0);
        failures = 0;
        failure = null;
        wait = false;
        sawCancellation = false;
    }

    void failTimes(int times) {
        failTimes(times, () -> new IllegalStateException("scripted failure"));
    }

    void failTimes(int times, Supplier<RuntimeException> exception) {
        failures = times;
        passingFailure = exception;
    }

    void failWith(Exception exception) {
        failure = exception;
    }

    void waitForCancellation() {
        wait = true;
    }

    boolean sawCancellation() {
        return sawCancellation;
    }

    int runs() {
        return runs.get();
    }

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.CHUNKS;
    }

    @Override
    public Class<ChunkReady> messageType() {
        return ChunkReady.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSCRIBE;
    }

    @Override
    public boolean isDone(ChunkReady message) {
        return documents.exists(ObjectKeys.chunk(message.sessionId(), message.run(), message.index()));
    }

    @Override
    public void run(ChunkReady message, StepContext context) throws Exception {
        int run = runs.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        if (run <= failures) {
            throw passingFailure.get();
        }
        if (wait) {
            await().atMost(Duration.ofSeconds(20)).until(context::isCancelled);
            sawCancellation = true;
            context.throwIfCancelled();
        }
        documents.write(ObjectKeys.chunk(message.sessionId(), message.run(), message.index()), List.of());
    }

    @Override
    public List<PipelineMessage> next(ChunkReady message) {
        return List.of(new TranscriptAssemble(message.sessionId(), message.userId(), message.run()));
    }
}
