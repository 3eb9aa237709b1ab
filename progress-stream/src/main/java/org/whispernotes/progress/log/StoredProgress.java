package org.whispernotes.progress.log;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.runtime.store.StoredObject;

/**
 * Where a session stands when Redis does not know it (any more), as far as the object store tells. The store is the
 * state: while {@code work/{session}/{run}/job.json} exists a run is wanted, and its plan and chunks say how far it is;
 * without one, stored results mean that it was completed. A session that failed or was cancelled long ago leaves
 * nothing here; that is for upload-api to say.
 */
public final class StoredProgress {

    private static final String JOB = "/job.json";

    private final Documents documents;
    private final Clock clock;

    public StoredProgress(Documents documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /** Blocks. Empty when there is nothing of such a session. */
    public Optional<LogEntry> find(UUID session) {
        OptionalInt run = documents.store().list(Bucket.WORK, ObjectKeys.sessionPrefix(session)).stream()
                .map(StoredObject::ref)
                .map(ObjectRef::key)
                .filter(key -> key.endsWith(JOB))
                .map(key -> key.substring(ObjectKeys.sessionPrefix(session).length(), key.length() - JOB.length()))
                .filter(name -> name.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt)
                .max();
        if (run.isPresent()) {
            return Optional.of(entry(underWay(session, run.getAsInt())));
        }
        if (documents.exists(ObjectKeys.transcript(session))) {
            return Optional.of(entry(new ProgressEvent.Completed(
                    session, SessionStatus.COMPLETED, 100, "/api/sessions/" + session, List.of(), clock.instant())));
        }
        return Optional.empty();
    }

    private ProgressEvent underWay(UUID session, int run) {
        if (documents.isFromRun(ObjectKeys.transcript(session), run)) {
            return progress(session, Stage.TODOS, 0, "Looking for todos");
        }
        @Nullable
        Plan plan = documents.find(ObjectKeys.plan(session, run), Plan.class).orElse(null);
        if (plan == null) {
            return progress(session, Stage.PREPARE, 0, "Waiting or reading the recording");
        }
        int done = documents
                .store()
                .list(Bucket.WORK, ObjectKeys.chunksPrefix(session, run))
                .size();
        int all = plan.chunks().size();
        return done >= all
                ? progress(session, Stage.ASSEMBLE, 0, "Putting the transcript together")
                : progress(session, Stage.TRANSCRIBE, (double) done / all, done + " of " + all + " parts heard");
    }

    private ProgressEvent progress(UUID session, Stage stage, double fraction, String message) {
        return new ProgressEvent.Progress(
                session,
                SessionStatus.PROCESSING,
                stage,
                Math.round(stage.percentAt(fraction) * 10) / 10.0,
                message,
                null,
                null,
                null,
                null,
                null,
                null,
                clock.instant());
    }

    private static LogEntry entry(ProgressEvent event) {
        return new LogEntry(LogId.START, event.eventName(), Json.bytes(event));
    }
}
