package org.whispernotes.todos;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Todos;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.step.Step;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.document.SummaryDocument;
import org.whispernotes.todos.document.TodosDocument;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.talk.TranscriptReader;

/**
 * transcript.json to todos.json and summary.json. A talk that takes longer than a slice is continued by a further message of
 * the same kind, which finds the windows that are done; so no delivery comes near the broker's consumer timeout, however
 * long the talk and however slow the model.
 */
final class TodosStep implements Step<TranscriptCompleted> {

    private static final Logger log = LoggerFactory.getLogger(TodosStep.class);

    private final TodoGenerator generator;
    private final TodosSettings settings;
    private final Documents documents;
    private final String workerId;
    private final Clock clock;

    TodosStep(TodoGenerator generator, TodosSettings settings, Documents documents, String workerId, Clock clock) {
        this.generator = generator;
        this.settings = settings;
        this.documents = documents;
        this.workerId = workerId;
        this.clock = clock;
    }

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.TODOS;
    }

    @Override
    public Class<TranscriptCompleted> messageType() {
        return TranscriptCompleted.class;
    }

    @Override
    public Stage stage() {
        return Stage.TODOS;
    }

    @Override
    public boolean isDone(TranscriptCompleted message) {
        return documents.isFromRun(ObjectKeys.todos(message.sessionId()), message.run());
    }

    @Override
    public void run(TranscriptCompleted message, StepContext context) throws IOException {
        Talk talk = talk(message, context.job());
        Instant pauseAt = context.now().plus(settings.slice());
        Optional<Findings> findings;
        try {
            findings = generator.generate(
                    talk,
                    choice(context.job().options()),
                    guidance(context.job().options()),
                    new StoredWindows(documents, message.sessionId(), message.run()),
                    (done, all) -> context.progress(
                            Stage.TODOS, (double) done / all, "Looking for todos: part %d of %d".formatted(done, all)),
                    () -> context.now().isAfter(pauseAt),
                    context::isCancelled);
        } catch (ExtractionCancelledException e) {
            context.throwIfCancelled();
            throw new IllegalStateException("stopped although the run is still wanted", e);
        }
        if (findings.isEmpty()) {
            log.info("session {}: todos go on in the next delivery", message.sessionId());
            return;
        }
        context.throwIfCancelled();
        if (isDone(message)) {
            log.info("session {}: another worker was first, its todos stay", message.sessionId());
            return;
        }
        store(message, talk, findings.get(), context);
    }

    /** Summary first: the todos say that the step is done. */
    private void store(TranscriptCompleted message, Talk talk, Findings findings, StepContext context) {
        Instant now = context.now();
        documents.writeResult(
                ObjectKeys.summary(message.sessionId()),
                SummaryDocument.of(findings, talk, message.sessionId(), message.run(), now),
                message.run());
        Todos todos = TodosDocument.of(findings, message.sessionId(), message.run(), now);
        documents.writeResult(ObjectKeys.todos(message.sessionId()), todos, message.run());
        context.publish(new ProgressEvent.TodosReady(
                message.sessionId(), todos.todos().size(), todos.metadata().engine(), now));
    }

    @Override
    public List<PipelineMessage> next(TranscriptCompleted message) {
        return isDone(message)
                ? List.of(SessionEvent.finished(message, Stage.TODOS, null, workerId, clock.instant()))
                : List.of(message);
    }

    private Talk talk(TranscriptCompleted message, Job job) throws IOException {
        try (InputStream transcript = documents.store().open(ObjectKeys.transcript(message.sessionId()))) {
            return TranscriptReader.read(
                    transcript, job.recordedAt().atZone(settings.zone()).toLocalDate());
        }
    }

    private EngineChoice choice(SessionOptions options) {
        String wanted = options.todosEngine();
        return new EngineChoice(wanted == null ? settings.engine() : wanted, options.todosModel());
    }

    private Guidance guidance(SessionOptions options) {
        List<String> vocabulary = new ArrayList<>(settings.vocabulary());
        if (options.hotwords() != null) {
            vocabulary.addAll(options.hotwords());
        }
        String language = options.todosLanguage() == null ? settings.language() : options.todosLanguage();
        return new Guidance(language, both(settings.instructions(), options.todosInstructions()), vocabulary);
    }

    private static @Nullable String both(@Nullable String first, @Nullable String second) {
        String both = Stream.of(first == null ? "" : first, second == null ? "" : second)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
        return both.isEmpty() ? null : both;
    }
}
