package org.whispernotes.transcriber.assemble;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.step.Step;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.transcriber.audio.StoredAudio;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.speaker.SpeakerTelling;

/** {@link TranscriptAssemble}: all chunks are heard; puts the transcript together and stores it. */
public final class AssembleStep implements Step<TranscriptAssemble> {

    private final Documents documents;
    private final ModelFiles models;
    private final SpeakerTelling speakers;
    private final String workerId;
    private final Clock clock;

    public AssembleStep(Documents documents, ModelFiles models, SpeakerTelling speakers, String workerId, Clock clock) {
        this.documents = documents;
        this.models = models;
        this.speakers = speakers;
        this.workerId = workerId;
        this.clock = clock;
    }

    @Override
    public PipelineQueue queue() {
        return PipelineQueue.ASSEMBLE;
    }

    @Override
    public Class<TranscriptAssemble> messageType() {
        return TranscriptAssemble.class;
    }

    @Override
    public Stage stage() {
        return Stage.ASSEMBLE;
    }

    @Override
    public boolean isDone(TranscriptAssemble message) {
        return documents.isFromRun(ObjectKeys.transcript(message.sessionId()), message.run());
    }

    @Override
    public void run(TranscriptAssemble message, StepContext context) {
        context.progress(Stage.ASSEMBLE, 0, "Putting the transcript together");
        Plan plan = documents.read(ObjectKeys.plan(message.sessionId(), message.run()), Plan.class);
        List<ChunkResult> results = new ArrayList<>(plan.chunks().size());
        for (Plan.Chunk chunk : plan.chunks()) {
            results.add(documents.read(
                    ObjectKeys.chunk(message.sessionId(), message.run(), chunk.index()), ChunkResult.class));
        }
        TranscriptBuilder builder = new TranscriptBuilder(plan, results);
        context.progress(Stage.ASSEMBLE, 0.2, "Telling speakers apart");
        Instant begun = context.now();
        SpeakerTelling.Told told = tellSpeakers(message, context, plan, builder.segments());
        double seconds = Duration.between(begun, context.now()).toMillis() / 1000.0;
        Transcript transcript = builder.build(
                message.sessionId(),
                message.run(),
                told.segments(),
                told.speakers(),
                nothingHeard(context),
                context.workerId(),
                Map.of("speakers", seconds),
                told.warnings());
        context.throwIfCancelled();
        if (isDone(message)) {
            // Another worker had the same message and the run has ended: its audio may have gone while speakers were
            // told
            // apart, and a transcript without them must not take the place of the one that is stored.
            return;
        }
        documents.writeResult(ObjectKeys.transcript(message.sessionId()), transcript, message.run());
    }

    private SpeakerTelling.Told tellSpeakers(
            TranscriptAssemble message, StepContext context, Plan plan, List<Segment> segments) {
        SpeakerHint hint = context.job().options().speakers();
        try {
            return speakers.tell(
                    message.sessionId(),
                    new StoredAudio(
                            documents.store(), message.sessionId(), message.run(), plan.duration(), plan.channels()),
                    segments,
                    hint == null ? SpeakerHint.none() : hint,
                    context::isCancelled);
        } catch (CancellationException e) {
            context.throwIfCancelled();
            throw e;
        }
    }

    /** Where there was no speech no engine was asked. */
    private Engine nothingHeard(StepContext context) {
        String model = context.job().options().model();
        return new Engine("none", "", model == null ? models.defaultModel() : model, "");
    }

    @Override
    public List<PipelineMessage> next(TranscriptAssemble message) {
        Transcript transcript = documents.read(ObjectKeys.transcript(message.sessionId()), Transcript.class);
        RecordingFacts facts = new RecordingFacts(
                transcript.duration(),
                transcript.language(),
                transcript.confidence(),
                Math.round(transcript.processing().seconds() * 1000));
        return List.of(
                SessionEvent.finished(message, Stage.ASSEMBLE, facts, workerId, clock.instant()),
                new TranscriptCompleted(message.sessionId(), message.userId(), message.run()));
    }
}
