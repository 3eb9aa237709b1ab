package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.runtime.step.Step;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.runtime.store.StoredObject;
import org.whispernotes.transcriber.audio.StoredAudio;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.EngineDescription;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.Recognisers;
import org.whispernotes.transcriber.recognise.RecognitionCancelledException;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.UnknownLanguageException;
import org.whispernotes.transcriber.recognise.WindowResult;

/**
 * {@link ChunkReady}: recognises one chunk and stores what was heard. Finishing a chunk brings the one that is {@code
 * inFlight} later into the queue; whoever finds all of them there asks for the transcript.
 */
public final class ChunkStep implements Step<ChunkReady> {

    private final Documents documents;
    private final Recognisers recognisers;
    private final ModelFiles models;
    private final ChunkSettings settings;
    private final SpeechWindows windows;

    public ChunkStep(Documents documents, Recognisers recognisers, ModelFiles models, ChunkSettings settings) {
        this.documents = documents;
        this.recognisers = recognisers;
        this.models = models;
        this.settings = settings;
        this.windows = new SpeechWindows(settings);
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
    public void run(ChunkReady message, StepContext context) throws RecordingProblemException {
        Optional<Plan> plan = plan(message);
        Plan.Chunk chunk = chunk(message, plan);
        long begun = System.nanoTime();
        SessionOptions options = context.job().options();
        String model = options.model() == null ? models.defaultModel() : options.model();
        ChunkProgress progress = new ChunkProgress(
                context, plan, chunk, finished(message), new SegmentBuilder(settings, chunk.speech()));
        try (Recognisers.Lease lease = recognisers.borrow(model)) {
            boolean shorten =
                    settings.shortenPauses() && lease.recogniser().description().wordTimes();
            List<PackedWindow> packed = windows.of(chunk.speech(), shorten);
            recognise(lease.recogniser(), read(packed, message, chunk), packed, options, options.language(), progress);
            repair(lease.recogniser(), message, chunk, options, progress);
            double seconds = (System.nanoTime() - begun) / 1e9;
            ChunkResult result = progress.result(engine(lease.recogniser().description()), seconds, context.workerId());
            context.throwIfCancelled();
            documents.write(ObjectKeys.chunk(message.sessionId(), message.run(), message.index()), result);
            progress.done();
        } catch (RecognitionCancelledException e) {
            context.throwIfCancelled();
            throw e;
        } catch (UnknownLanguageException e) {
            throw new RecordingProblemException(Problem.LANGUAGE_UNKNOWN, Problem.LANGUAGE_UNKNOWN.sentence(), e);
        }
    }

    /** Empty while the recording is still being decoded. */
    private Optional<Plan> plan(ChunkReady message) {
        return documents.find(ObjectKeys.plan(message.sessionId(), message.run()), Plan.class);
    }

    private Plan.Chunk chunk(ChunkReady message, Optional<Plan> plan) {
        return plan.map(p -> p.chunks().get(message.index()))
                .orElseGet(() -> documents.read(
                        ObjectKeys.plannedChunk(message.sessionId(), message.run(), message.index()),
                        Plan.Chunk.class));
    }

    /** The stored pieces are let go of before recognition begins: of several chunks at once they would add up. */
    private List<SpeechWindow> read(List<PackedWindow> windows, ChunkReady message, Plan.Chunk chunk) {
        StoredAudio audio = new StoredAudio(documents.store(), message.sessionId(), message.run(), chunk.end(), 1);
        return windows.stream().map(window -> window.read(audio)).toList();
    }

    /** A recogniser sometimes stops early and says nothing: what it left out is heard once more, by itself. */
    private void repair(
            Recogniser recogniser,
            ChunkReady message,
            Plan.Chunk chunk,
            SessionOptions options,
            ChunkProgress progress) {
        List<Span> gaps = progress.gaps(settings.repairGap().toMillis() / 1000.0);
        if (!gaps.isEmpty()) {
            progress.beginRepair();
            String language = options.language() == null ? progress.language() : options.language();
            List<PackedWindow> packed =
                    gaps.stream().map(gap -> new PackedWindow(List.of(gap), 0)).toList();
            recognise(recogniser, read(packed, message, chunk), packed, options, language, progress);
        }
    }

    private static void recognise(
            Recogniser recogniser,
            List<SpeechWindow> read,
            List<PackedWindow> windows,
            SessionOptions options,
            @Nullable String language,
            ChunkProgress progress) {
        recogniser.recognise(read, recognition(options, language), new RecognitionListener() {
            @Override
            public void onWindow(int index, WindowResult result) {
                progress.onWindow(index, windows.get(index).unpack(result));
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        });
    }

    private static RecognitionOptions recognition(SessionOptions options, @Nullable String language) {
        return new RecognitionOptions(
                language,
                "translate".equals(options.task())
                        ? RecognitionOptions.Task.TRANSLATE
                        : RecognitionOptions.Task.TRANSCRIBE,
                options.prompt(),
                options.hotwords() == null ? List.of() : options.hotwords(),
                true);
    }

    private static Engine engine(EngineDescription description) {
        return new Engine(description.name(), description.version(), description.model(), description.quantization());
    }

    /** Keys of the chunk results that are stored. */
    private Set<String> finished(ChunkReady message) {
        Set<String> keys = new HashSet<>();
        for (StoredObject object :
                documents.store().list(Bucket.WORK, ObjectKeys.chunksPrefix(message.sessionId(), message.run()))) {
            keys.add(object.ref().key());
        }
        return keys;
    }

    /** While the plan is incomplete whoever makes it brings in the next chunks, and learns from the store what is done. */
    @Override
    public List<PipelineMessage> next(ChunkReady message) {
        return plan(message).map(plan -> next(message, plan)).orElse(List.of());
    }

    private List<PipelineMessage> next(ChunkReady message, Plan plan) {
        Set<String> finished = finished(message);
        List<PipelineMessage> next = new ArrayList<>();
        int later = message.index() + plan.inFlight();
        if (later >= plan.published()
                && later < plan.chunks().size()
                && !finished.contains(ObjectKeys.chunk(message.sessionId(), message.run(), later)
                        .key())) {
            next.add(new ChunkReady(message.sessionId(), message.userId(), message.run(), later));
        }
        if (finished.size() >= plan.chunks().size()) {
            next.add(new TranscriptAssemble(message.sessionId(), message.userId(), message.run()));
        }
        return next;
    }
}
