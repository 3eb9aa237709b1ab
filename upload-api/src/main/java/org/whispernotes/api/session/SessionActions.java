package org.whispernotes.api.session;

import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.queue.Backlog;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.store.ObjectStore;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a user does to a session. */
@Component
public class SessionActions {

    private final Sessions sessions;
    private final SessionChanges changes;
    private final Backlog backlog;
    private final ObjectStore store;
    private final Clock clock;

    SessionActions(Sessions sessions, SessionChanges changes, Backlog backlog, ObjectStore store, Clock clock) {
        this.sessions = sessions;
        this.changes = changes;
        this.backlog = backlog;
        this.store = store;
        this.clock = clock;
    }

    Mono<Session> edit(UUID id, User user, @Nullable String filename, @Nullable Integer priority) {
        if ((filename == null && priority == null) || (filename != null && filename.isBlank())) {
            return Mono.error(new ApiException(Problem.INVALID_REQUEST, "filename or priority is required."));
        }
        String name = filename == null ? null : Filenames.sanitise(filename);
        return sessions.get(id, user)
                .flatMap(session -> sessions.edit(id, name, priority, clock.instant()))
                .then(sessions.get(id, user));
    }

    /** Stops it. Cancelling what is cancelled already is fine. */
    public Mono<Session> cancel(UUID id, User user) {
        return sessions.get(id, user)
                .flatMap(session -> changes.cancel(id)
                        .switchIfEmpty(sessions.get(id, user).flatMap(now -> switch (now.status()) {
                            case CANCELLED -> Mono.just(now);
                            default ->
                                Mono.error(new ApiException(
                                        Problem.CONFLICT,
                                        "The session is " + now.status() + ": there is nothing to cancel."));
                        })));
    }

    /** Runs it again once it has ended: whole ({@code fromStage} null or {@code prepare}) or from {@code todos}. */
    public Mono<Session> retry(UUID id, User user, @Nullable String fromStage, @Nullable SessionOptions options) {
        Stage from = stage(fromStage);
        return sessions.get(id, user)
                .flatMap(session -> backlog.requireRoom(1)
                        .then(requireInput(session, from))
                        .then(changes.restart(id, session.run(), from, options == null ? session.options() : options))
                        .switchIfEmpty(Mono.error(() -> new ApiException(
                                Problem.CONFLICT,
                                "The session is " + session.status() + ": it can be run again once it has ended."))));
    }

    private static Stage stage(@Nullable String name) {
        if (name == null || name.equals(Stage.PREPARE.wireName())) {
            return Stage.PREPARE;
        }
        if (name.equals(Stage.TODOS.wireName())) {
            return Stage.TODOS;
        }
        throw new ApiException(Problem.INVALID_REQUEST, "fromStage must be 'prepare' or 'todos', not '" + name + "'.");
    }

    private Mono<Void> requireInput(Session session, Stage from) {
        ObjectRef input =
                from == Stage.TODOS ? ObjectKeys.transcript(session.id()) : ObjectRef.ofPath(session.videoPath());
        Problem missing = from == Stage.TODOS ? Problem.RESULT_NOT_READY : Problem.RECORDING_GONE;
        return Mono.fromCallable(() -> store.exists(input))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(exists -> exists ? Mono.<Void>empty() : Mono.error(new ApiException(missing)));
    }

    /** The row goes now, with a note of what is left to remove; objects follow at once. */
    Mono<Void> delete(UUID id, User user) {
        return sessions.get(id, user).flatMap(changes::delete);
    }
}
