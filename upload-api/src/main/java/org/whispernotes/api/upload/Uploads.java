package org.whispernotes.api.upload;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.queue.Backlog;
import org.whispernotes.api.session.Filenames;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.SessionChanges;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.runtime.store.MultipartUploads;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Uploads in parts, from start to a queued session. */
@Component
class Uploads {

    private final Sessions sessions;
    private final SessionChanges changes;
    private final UploadRows rows;
    private final UploadParts parts;
    private final MultipartUploads store;
    private final Backlog backlog;
    private final TransactionalOperator transaction;
    private final UploadSettings settings;
    private final Clock clock;

    Uploads(
            Sessions sessions,
            SessionChanges changes,
            UploadRows rows,
            UploadParts parts,
            MultipartUploads store,
            Backlog backlog,
            TransactionalOperator transaction,
            UploadSettings settings,
            Clock clock) {
        this.sessions = sessions;
        this.changes = changes;
        this.rows = rows;
        this.parts = parts;
        this.store = store;
        this.backlog = backlog;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
    }

    Mono<UploadView> start(NewUpload wanted, User user) {
        Long size = wanted.sizeBytes();
        if (wanted.filename() == null || size == null || size < 0) {
            throw new ApiException(Problem.INVALID_REQUEST, "filename and sizeBytes (0 or more) are required.");
        }
        requireSize(size);
        Session session = newSession(wanted, size, user);
        ObjectRef ref = ObjectRef.ofPath(session.videoPath());
        return backlog.requireRoom(1)
                .then(ensureBatch(wanted.batchId(), user))
                .then(Mono.fromCallable(() -> store.start(ref, session.contentType()))
                        .subscribeOn(Schedulers.boundedElastic()))
                .map(storeUploadId -> upload(session, storeUploadId))
                .flatMap(upload -> sessions.insert(session)
                        .then(rows.insert(upload, true))
                        .as(transaction::transactional)
                        .then(parts.view(session, upload)));
    }

    private void requireSize(long size) {
        if (size > settings.maxBytes().toBytes()) {
            throw new ApiException(
                    Problem.TOO_LARGE,
                    "The file is larger than this server accepts ("
                            + settings.maxBytes().toMegabytes() + " MB).");
        }
    }

    private Upload upload(Session session, String storeUploadId) {
        long partSize = settings.partSizeFor(session.sizeBytes());
        int partCount = Math.toIntExact((session.sizeBytes() + partSize - 1) / partSize);
        Instant expires = session.createdAt().plus(settings.keepUnfinished());
        return new Upload(session.id(), storeUploadId, partSize, partCount, expires);
    }

    private Session newSession(NewUpload wanted, long size, User user) {
        return NewSessions.uploading(
                user,
                wanted.batchId(),
                Filenames.sanitise(wanted.filename()),
                wanted.contentType(),
                size,
                wanted.options() == null ? SessionOptions.defaults() : wanted.options(),
                wanted.priority() == null ? 0 : wanted.priority(),
                clock.instant());
    }

    private Mono<Void> ensureBatch(@Nullable UUID batchId, User user) {
        if (batchId == null) {
            return Mono.empty();
        }
        return sessions.insertBatch(batchId, user, null)
                .then(sessions.ownsBatch(batchId, user))
                .flatMap(owns -> owns ? Mono.empty() : Mono.error(new ApiException(Problem.FORBIDDEN)));
    }

    Mono<UploadView> view(UUID id, User user) {
        return find(id, user).flatMap(found -> parts.view(found.session(), found.upload()));
    }

    /** Where to pass part {@code number} on to. {@code length} is what the client says, -1 when it says nothing. */
    Mono<PartRelay.Destination> destination(UUID id, User user, int number, long length) {
        return find(id, user).flatMap(found -> {
            Upload upload = found.upload();
            if (number < 1 || number > upload.partCount()) {
                return Mono.error(new ApiException(
                        Problem.INVALID_REQUEST, "Parts of this upload count from 1 to " + upload.partCount() + "."));
            }
            long size = upload.sizeOf(number, found.session().sizeBytes());
            if (length >= 0 && length != size) {
                return Mono.error(new ApiException(
                        Problem.INVALID_REQUEST,
                        "Part " + number + " must have " + size + " bytes, not " + length + "."));
            }
            return Mono.fromCallable(() -> new PartRelay.Destination(
                            store.presignPartForRelay(
                                    found.ref(), upload.storeUploadId(), number, settings.addressesValid()),
                            size))
                    .subscribeOn(Schedulers.boundedElastic());
        });
    }

    /** Saying it twice is fine: the second time the session is simply shown. */
    Mono<Session> complete(UUID id, User user, @Nullable List<UploadController.PartTag> tags) {
        return sessions.get(id, user).flatMap(session -> switch (session.status()) {
            case UPLOADING ->
                rows.find(id)
                        .switchIfEmpty(Mono.error(() -> new ApiException(Problem.UPLOAD_NOT_FOUND)))
                        .flatMap(upload -> parts.assemble(session, upload, tags))
                        .then(changes.queue(id, session.sizeBytes(), session.options(), session.priority()))
                        .switchIfEmpty(sessions.get(id, user));
            case CANCELLED -> Mono.error(new ApiException(Problem.UPLOAD_NOT_FOUND));
            case QUEUED, PROCESSING, COMPLETED, FAILED -> Mono.just(session);
        });
    }

    Mono<Void> abort(UUID id, User user) {
        return find(id, user).flatMap(found -> changes.delete(found.session()));
    }

    private Mono<Found> find(UUID id, User user) {
        return sessions.get(id, user)
                .filter(session -> session.status() == SessionStatus.UPLOADING)
                .zipWhen(session -> rows.find(session.id()), Found::new)
                .onErrorMap(ApiException.class, e -> new ApiException(Problem.UPLOAD_NOT_FOUND))
                .switchIfEmpty(Mono.error(() -> new ApiException(Problem.UPLOAD_NOT_FOUND)));
    }

    private record Found(Session session, Upload upload) {
        ObjectRef ref() {
            return ObjectRef.ofPath(session.videoPath());
        }
    }
}
