package org.whispernotes.api.upload;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.session.Filenames;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.store.StoredObject;

/** Sessions at their beginning. */
public final class NewSessions {

    private NewSessions() {}

    /** About to be uploaded. */
    static Session uploading(
            User user,
            @Nullable UUID batchId,
            String filename,
            @Nullable String contentType,
            long sizeBytes,
            SessionOptions options,
            int priority,
            Instant now) {
        UUID id = UUID.randomUUID();
        ObjectRef recording = ObjectKeys.original(id, filename);
        return create(id, user, batchId, filename, contentType, sizeBytes, options, priority, recording, now);
    }

    /** Over a recording that is in the store already, wherever that is; it stays when the session is deleted. */
    public static Session stored(User user, @Nullable UUID batchId, StoredObject recording, Instant now) {
        return create(
                UUID.randomUUID(),
                user,
                batchId,
                Filenames.sanitise(recording.ref().key()),
                recording.contentType(),
                recording.size(),
                SessionOptions.defaults(),
                0,
                recording.ref(),
                now);
    }

    private static Session create(
            UUID id,
            User user,
            @Nullable UUID batchId,
            String filename,
            @Nullable String contentType,
            long sizeBytes,
            SessionOptions options,
            int priority,
            ObjectRef recording,
            Instant now) {
        // PostgreSQL keeps microseconds: what is answered now must be what is read later.
        Instant created = now.truncatedTo(ChronoUnit.MICROS);
        return new Session(
                id,
                user.id(),
                batchId,
                filename,
                Filenames.contentType(contentType, filename),
                sizeBytes,
                SessionStatus.UPLOADING,
                Stage.UPLOAD,
                0,
                1,
                Stage.PREPARE,
                options,
                priority,
                null,
                null,
                false,
                List.of(),
                recording.path(),
                null,
                null,
                null,
                null,
                created,
                created,
                null,
                null,
                null);
    }
}
