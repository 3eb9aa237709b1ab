package org.whispernotes.api.upload;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.codec.multipart.PartEvent;
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
import org.whispernotes.runtime.store.MultipartUploads;
import org.whispernotes.runtime.store.ObjectStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;

/**
 * Files of a form, streamed to the store while they arrive. Memory is bounded by the pool of buffers, whatever the size
 * and number of the files. Sessions are queued when the whole form is there, because options may follow the files; of a
 * form that breaks off nothing stays.
 */
@Component
public class FormUploads {

    private static final Logger log = LoggerFactory.getLogger(FormUploads.class);
    private static final Duration UNFINISHED = Duration.ofDays(1);
    /** Read from the network (some KiB each) before those before them are stored. */
    private static final int PIECES_AHEAD = 16;

    private final Sessions sessions;
    private final SessionChanges changes;
    private final UploadRows rows;
    private final MultipartUploads multipart;
    private final ObjectStore store;
    private final Backlog backlog;
    private final TransactionalOperator transaction;
    private final UploadSettings settings;
    private final Clock clock;
    private final InstrumentedPool<byte[]> buffers;

    FormUploads(
            Sessions sessions,
            SessionChanges changes,
            UploadRows rows,
            MultipartUploads multipart,
            ObjectStore store,
            Backlog backlog,
            TransactionalOperator transaction,
            UploadSettings settings,
            Clock clock) {
        this.sessions = sessions;
        this.changes = changes;
        this.rows = rows;
        this.multipart = multipart;
        this.store = store;
        this.backlog = backlog;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
        int partBytes = Math.toIntExact(settings.formPartSize().toBytes());
        this.buffers = PoolBuilder.from(Mono.fromSupplier(() -> new byte[partBytes]))
                .sizeBetween(0, settings.formBuffers())
                .evictionIdle(Duration.ofMinutes(1))
                .evictInBackground(Duration.ofMinutes(1))
                .buildPool();
    }

    /** The sessions of a form, queued. */
    public record Received(UUID batchId, List<Session> sessions) {}

    /** What has arrived of a form so far. */
    private record Arriving(UUID batchId, FormTerms terms, FormFields fields, List<Stored> files) {}

    private record Stored(Session session, long sizeBytes) {}

    /** Completes when everything is stored and queued. */
    public Mono<Received> receive(Flux<PartEvent> form, User user, FormTerms terms) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new Arriving(UUID.randomUUID(), terms, new FormFields(), new ArrayList<>())),
                arriving -> backlog.requireRoom(1)
                        .then(sessions.insertBatch(arriving.batchId(), user, null))
                        .thenMany(parts(form, arriving, user))
                        .then(Mono.defer(() -> queue(arriving))),
                arriving -> Mono.empty(),
                (arriving, error) -> abandon(arriving),
                this::abandon);
    }

    private Flux<Void> parts(Flux<PartEvent> form, Arriving arriving, User user) {
        return form.map(FormPiece::of)
                .windowUntil(FormPiece::isLast, false, PIECES_AHEAD)
                .concatMap(part -> part.switchOnFirst((first, pieces) -> part(first.get(), pieces, arriving, user)), 1);
    }

    private Flux<Void> part(@Nullable FormPiece first, Flux<FormPiece> pieces, Arriving arriving, User user) {
        if (first != null && first.isFile()) {
            return file(first, pieces, arriving, user).flux();
        }
        if (first != null && first.value() != null) {
            arriving.fields().add(first.field(), first.value());
        }
        return pieces.thenMany(Flux.empty());
    }

    private Mono<Void> file(FormPiece first, Flux<FormPiece> pieces, Arriving arriving, User user) {
        if (arriving.files().size() == arriving.terms().maxFiles()) {
            return Mono.error(new ApiException(
                    Problem.INVALID_REQUEST,
                    "Too many files: " + arriving.terms().maxFiles() + " at most. POST /api/sessions takes several."));
        }
        String name = Filenames.sanitise(first.filename());
        String type = first.contentType();
        Session session = NewSessions.uploading(
                user, arriving.batchId(), name, type, 0, SessionOptions.defaults(), 0, clock.instant());
        ObjectRef ref = ObjectRef.ofPath(session.videoPath());
        return buffers.withPoolable(buffer -> Mono.fromCallable(() -> multipart.start(ref, session.contentType()))
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(uploadId -> note(session, uploadId)
                                .doOnSuccess(noted -> arriving.files().add(new Stored(session, 0)))
                                .then(FilePart.store(
                                        pieces,
                                        ref,
                                        session.contentType(),
                                        uploadId,
                                        buffer,
                                        multipart,
                                        store,
                                        settings))))
                .doOnNext(size -> arriving.files().set(arriving.files().size() - 1, new Stored(session, size)))
                .then();
    }

    private Mono<Void> note(Session session, String uploadId) {
        Upload upload = new Upload(
                session.id(),
                uploadId,
                settings.formPartSize().toBytes(),
                0,
                session.createdAt().plus(UNFINISHED));
        return sessions.insert(session).then(rows.insert(upload, false)).as(transaction::transactional);
    }

    private Mono<Received> queue(Arriving arriving) {
        if (arriving.files().isEmpty()) {
            return Mono.error(new ApiException(
                    Problem.INVALID_REQUEST, "The form has no file. Send one: curl -F file=@meeting.mp4"));
        }
        SessionOptions options = arriving.terms().options().apply(arriving.fields());
        int priority = arriving.fields().priority();
        return sessions.labelBatch(arriving.batchId(), arriving.fields().text("label"))
                .thenMany(Flux.fromIterable(arriving.files()))
                .concatMap(file -> changes.queue(file.session().id(), file.sizeBytes(), options, priority))
                .collectList()
                .map(queued -> new Received(arriving.batchId(), queued));
    }

    private Mono<Void> abandon(Arriving arriving) {
        return Flux.fromIterable(List.copyOf(arriving.files()))
                .concatMap(file -> changes.delete(file.session()))
                .then()
                .doOnSubscribe(s -> log.info(
                        "a form broke off: {} unfinished recordings are removed",
                        arriving.files().size()));
    }
}
