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
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;

/** Sessions at their beginning. */
final class NewSessions {

    private NewSessions() {}

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
                ObjectKeys.original(id, filename).path(),
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
