package org.whispernotes.transcriber.plan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.step.Step;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.transcriber.TranscriberSettings;
import org.whispernotes.transcriber.activity.ActivitySettings;
import org.whispernotes.transcriber.activity.SpeechFinder;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.audio.PcmUpload;
import org.whispernotes.transcriber.media.AudioDecoder;

/**
 * {@link RecordingUploaded}: decodes the recording, stores its audio, finds the speech and cuts it into chunks. All of it
 * streams: memory does not grow with the recording. The first few chunks are put into the queue; each finished chunk
 * brings in another.
 */
public final class PlanStep implements Step<RecordingUploaded> {

    private final Documents documents;
    private final AudioDecoder decoder;
    private final SpeechModels models;
    private final ActivitySettings activity;
    private final TranscriberSettings settings;
    private final MessagePublisher publisher;
    private final String workerId;
    private final Clock clock;

    public PlanStep(
            Documents documents,
            AudioDecoder decoder,
            SpeechModels models,
            ActivitySettings activity,
            TranscriberSettings settings,
            MessagePublisher publisher,
            String workerId,
            Clock clock) {
        this.documents = documents;
        this.decoder = decoder;
        this.models = models;
        this.activity = activity;
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
        ObjectRef audio = ObjectKeys.audio(message.sessionId(), message.run());
        List<Plan.Chunk> chunks = new ArrayList<>();
        SpeechFinder finder = new SpeechFinder(models.get(), activity, chunks::add);
        try (PcmUpload upload = new PcmUpload(documents.store(), audio)) {
            PlanningSink sink = new PlanningSink(upload, finder, context);
            long begun = System.nanoTime();
            double duration =
                    decoder.decode(ObjectRef.ofPath(context.job().media()), sink, sink::opened, context::isCancelled);
            finder.finish();
            upload.finish();
            double seconds = (System.nanoTime() - begun) / 1e9;
            documents.write(
                    ObjectKeys.plan(message.sessionId(), message.run()),
                    new Plan(
                            duration,
                            1,
                            finder.speechSeconds(),
                            chunks,
                            settings.chunksInFlight(),
                            Math.max(0, seconds - sink.activitySeconds()),
                            sink.activitySeconds(),
                            context.workerId()));
        } catch (CancellationException e) {
            context.throwIfCancelled();
            throw e;
        }
    }

    @Override
    public List<PipelineMessage> next(RecordingUploaded message) {
        Plan plan = documents.read(ObjectKeys.plan(message.sessionId(), message.run()), Plan.class);
        RecordingFacts facts = new RecordingFacts(plan.duration(), null, null, null);
        List<PipelineMessage> next = new ArrayList<>();
        next.add(SessionEvent.finished(message, Stage.PREPARE, facts, workerId, clock.instant()));
        next.add(SessionEvent.started(message, Stage.TRANSCRIBE, workerId, clock.instant()));
        for (int i = 0; i < Math.min(plan.inFlight(), plan.chunks().size()); i++) {
            next.add(new ChunkReady(message.sessionId(), message.userId(), message.run(), i));
        }
        if (plan.chunks().isEmpty()) {
            next.add(new TranscriptAssemble(message.sessionId(), message.userId(), message.run()));
        }
        return next;
    }
}
