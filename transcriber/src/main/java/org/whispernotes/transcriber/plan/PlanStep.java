package org.whispernotes.transcriber.plan;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.runtime.step.Step;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.transcriber.TranscriberSettings;
import org.whispernotes.transcriber.activity.SpeechFinder;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.audio.AudioWriter;
import org.whispernotes.transcriber.media.AudioDecoder;

/**
 * {@link RecordingUploaded}: decodes the recording, stores its audio, finds the speech and cuts it into chunks. All of it
 * streams: memory does not grow with the recording, and the first chunks are in the queue while the rest is being
 * decoded.
 */
public final class PlanStep implements Step<RecordingUploaded> {

    private final Documents documents;
    private final AudioDecoder decoder;
    private final SpeechModels models;
    private final TranscriberSettings settings;
    private final MessagePublisher publisher;
    private final String workerId;
    private final Clock clock;

    public PlanStep(
            Documents documents,
            AudioDecoder decoder,
            SpeechModels models,
            TranscriberSettings settings,
            MessagePublisher publisher,
            String workerId,
            Clock clock) {
        this.documents = documents;
        this.decoder = decoder;
        this.models = models;
        this.settings = settings;
        this.publisher = publisher;
        this.workerId = workerId;
        this.clock = clock;
    }

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.PLAN;
    }

    @Override
    public Class<RecordingUploaded> messageType() {
        return RecordingUploaded.class;
    }

    @Override
    public Stage stage() {
        return Stage.PREPARE;
    }

    @Override
    public boolean isDone(RecordingUploaded message) {
        return documents.exists(ObjectKeys.plan(message.sessionId(), message.run()));
    }

    @Override
    public void run(RecordingUploaded message, StepContext context) throws Exception {
        publisher.publish(SessionEvent.started(message, Stage.PREPARE, workerId, clock.instant()));
        context.progress(Stage.PREPARE, 0, "Reading the recording");
        ChunkFeed feed =
                new ChunkFeed(message, documents, publisher, context.job().keepsText() ? 0 : settings.chunksInFlight());
        SpeechFinder finder = models.finder(feed::planned);
        AudioWriter audio = new AudioWriter(documents.store(), message.sessionId(), message.run());
        PlanningSink sink = new PlanningSink(audio, finder, feed, context);
        long begun = System.nanoTime();
        double duration = decode(context, sink);
        finder.finish();
        audio.finish();
        double seconds = (System.nanoTime() - begun) / 1e9;
        feed.releaseAll();
        context.throwIfCancelled();
        if (context.job().keepsText()) {
            keepText(message, feed.chunks());
        }
        documents.write(
                ObjectKeys.plan(message.sessionId(), message.run()),
                new Plan(
                        duration,
                        audio.channels(),
                        finder.speechSeconds(),
                        feed.chunks(),
                        settings.chunksInFlight(),
                        feed.published(),
                        Math.max(0, seconds - sink.activitySeconds()),
                        sink.activitySeconds(),
                        context.workerId()));
    }

    /** Nothing is left to recognise: what follows the plan is the assembly. */
    private void keepText(RecordingUploaded message, List<Plan.Chunk> chunks) {
        Transcript earlier = documents.read(ObjectKeys.transcript(message.sessionId()), Transcript.class);
        for (ChunkResult result : KeptText.spread(earlier, chunks, workerId)) {
            documents.write(ObjectKeys.chunk(message.sessionId(), message.run(), result.index()), result);
        }
    }

    private double decode(StepContext context, PlanningSink sink) throws RecordingProblemException, IOException {
        try {
            return decoder.decode(ObjectRef.ofPath(context.job().media()), sink, sink::opened, context::isCancelled);
        } catch (CancellationException e) {
            context.throwIfCancelled();
            throw e;
        }
    }

    /**
     * From here on a finished chunk brings in another. Those that finished before the plan was there found nobody to ask,
     * so it is made up for here.
     */
    @Override
    public List<PipelineMessage> next(RecordingUploaded message) {
        return following(message, plan(message), ChunkFeed.finished(documents, message));
    }

    private List<PipelineMessage> following(RecordingUploaded message, Plan plan, Set<String> finished) {
        RecordingFacts facts = new RecordingFacts(plan.duration(), null, null, null);
        List<PipelineMessage> next = new ArrayList<>();
        next.add(SessionEvent.finished(message, Stage.PREPARE, facts, workerId, clock.instant()));
        next.add(SessionEvent.started(message, Stage.TRANSCRIBE, workerId, clock.instant()));
        for (int i = Math.max(0, plan.published() - plan.inFlight()); i < plan.published(); i++) {
            int later = i + plan.inFlight();
            if (later < plan.chunks().size()
                    && finished.contains(chunkKey(message, i))
                    && !finished.contains(chunkKey(message, later))) {
                next.add(new ChunkReady(message.sessionId(), message.userId(), message.run(), later));
            }
        }
        if (finished.size() >= plan.chunks().size()) {
            next.add(new TranscriptAssemble(message.sessionId(), message.userId(), message.run()));
        }
        return next;
    }

    /**
     * Also every chunk that should be in the queue and has no result: its message may be lost. One that is only being
     * worked on is heard twice at worst, and stored under the same key.
     */
    @Override
    public List<PipelineMessage> again(RecordingUploaded message) {
        Plan plan = plan(message);
        Set<String> finished = ChunkFeed.finished(documents, message);
        List<PipelineMessage> again = following(message, plan, finished);
        for (int i = 0; i < plan.chunks().size(); i++) {
            boolean begun = i < plan.published()
                    || (i >= plan.inFlight() && finished.contains(chunkKey(message, i - plan.inFlight())));
            ChunkReady chunk = new ChunkReady(message.sessionId(), message.userId(), message.run(), i);
            if (begun && !finished.contains(chunkKey(message, i)) && !again.contains(chunk)) {
                again.add(chunk);
            }
        }
        return again;
    }

    private Plan plan(RecordingUploaded message) {
        return documents.read(ObjectKeys.plan(message.sessionId(), message.run()), Plan.class);
    }

    private static String chunkKey(RecordingUploaded message, int index) {
        return ObjectKeys.chunk(message.sessionId(), message.run(), index).key();
    }
}
