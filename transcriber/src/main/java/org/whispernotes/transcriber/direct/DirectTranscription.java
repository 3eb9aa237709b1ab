package org.whispernotes.transcriber.direct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.runtime.step.RunRegistry;
import org.whispernotes.runtime.step.StepRunner;
import org.whispernotes.runtime.step.StepSettings;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.transcriber.TranscriberSettings;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.assemble.AssembleStep;
import org.whispernotes.transcriber.chunk.ChunkSettings;
import org.whispernotes.transcriber.chunk.ChunkStep;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.MediaSettings;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.plan.PlanStep;
import org.whispernotes.transcriber.recognise.Recognisers;
import org.whispernotes.transcriber.speaker.SpeakerTelling;

/**
 * A recording on this machine to its transcript, by the same steps that the queues wake: only who carries the messages
 * and where the objects lie is different.
 */
public final class DirectTranscription {

    private static final UUID NOBODY = new UUID(0, 0);
    private static final int RUN = 1;

    private final SpeechModels activity;
    private final Recognisers recognisers;
    private final ModelFiles models;
    private final SpeakerTelling speakers;
    private final Settings settings;
    private final Clock clock;

    /** The settings of everything that takes part. */
    public record Settings(
            TranscriberSettings transcriber,
            MediaSettings media,
            ChunkSettings chunk,
            StepSettings step,
            DirectSettings direct,
            RuntimeSettings runtime) {}

    public DirectTranscription(
            SpeechModels activity,
            Recognisers recognisers,
            ModelFiles models,
            SpeakerTelling speakers,
            Settings settings,
            Clock clock) {
        this.activity = activity;
        this.recognisers = recognisers;
        this.models = models;
        this.speakers = speakers;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Waits until the whole recording is transcribed. What is needed meanwhile lies in the temporary directory: 2 MB a
     * minute of audio, removed at the end.
     *
     * @param recording stays where it is
     * @param filename as its owner calls it
     * @throws RecordingProblemException when the recording itself is at fault
     * @throws InterruptedException when the caller no longer waits: the work stops as well
     * @throws IOException when the recording or the temporary directory can't be used
     */
    public Transcript transcribe(Path recording, String filename, SessionOptions options)
            throws RecordingProblemException, InterruptedException, IOException {
        UUID session = UUID.randomUUID();
        ObjectRef media = ObjectKeys.original(session, filename);
        try (FolderStore store = new FolderStore(settings.runtime().tempDir())) {
            store.link(media, recording);
            Documents documents = new Documents(store);
            documents.write(
                    ObjectKeys.job(session, RUN),
                    new Job(
                            session,
                            NOBODY,
                            RUN,
                            filename,
                            media.path(),
                            Files.size(recording),
                            options,
                            clock.instant(),
                            null));
            run(documents, session);
            return documents.read(ObjectKeys.transcript(session), Transcript.class);
        }
    }

    private void run(Documents documents, UUID session) throws RecordingProblemException, InterruptedException {
        RunRegistry runs = new RunRegistry();
        try (LocalMessages messages = new LocalMessages(settings.direct().chunks(), runs)) {
            String worker = settings.runtime().workerId();
            StepRunner runner =
                    new StepRunner(documents, messages, new Unwatched(), runs, settings.step(), worker, clock);
            messages.deliverTo(
                    runner,
                    new PlanStep(
                            documents,
                            new AudioDecoder(documents.store(), settings.media()),
                            activity,
                            settings.transcriber(),
                            messages,
                            worker,
                            clock),
                    new ChunkStep(documents, recognisers, models, settings.chunk()),
                    new AssembleStep(documents, models, speakers, worker, clock));
            messages.publish(new RecordingUploaded(session, NOBODY, RUN));
            await(messages, runs, session);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordingProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException("the recording could not be transcribed", e.getCause());
        }
    }

    /** Who no longer waits stops the steps, too; closing the messages then waits for them to notice. */
    private static void await(LocalMessages messages, RunRegistry runs, UUID session)
            throws InterruptedException, ExecutionException {
        try {
            messages.await();
        } catch (InterruptedException | ExecutionException e) {
            runs.cancel(new CancelRun(session, RUN));
            throw e;
        }
    }
}
