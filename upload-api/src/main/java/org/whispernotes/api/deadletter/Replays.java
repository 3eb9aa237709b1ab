package org.whispernotes.api.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.stereotype.Component;
import org.whispernotes.api.deadletter.DeadLetter.Status;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.SessionChanges;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.runtime.broker.ConfirmedPublisher;
import org.whispernotes.runtime.broker.PublishException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends dead letters again, or puts them away. The session goes back to work first, then the message is published, then
 * the dead letter is closed: a crash in between leaves it open, and sending twice does no harm.
 */
@Component
class Replays {

    private static final Logger log = LoggerFactory.getLogger(Replays.class);

    private final DeadLetters letters;
    private final Audit audit;
    private final Sessions sessions;
    private final SessionChanges changes;
    private final ConfirmedPublisher publisher;

    Replays(DeadLetters letters, Audit audit, Sessions sessions, SessionChanges changes, ConfirmedPublisher publisher) {
        this.letters = letters;
        this.audit = audit;
        this.sessions = sessions;
        this.changes = changes;
        this.publisher = publisher;
    }

    /** What became, or would become, of one dead letter; {@code detail} says why. */
    record Outcome(
            UUID id,
            @Nullable UUID sessionId,
            Result result,
            String detail,
            @Nullable String messageId) {

        enum Result {
            SENT,
            DISCARDED,
            /** Dry run: it would be sent. */
            WOULD_SEND,
            /** Nothing was done, because it would be of no use. */
            SKIPPED,
            /** It could not be sent; it stays open. */
            FAILED
        }

        static Outcome of(DeadLetter letter, Result result, String detail) {
            return new Outcome(letter.id(), letter.sessionId(), result, detail, null);
        }
    }

    Mono<Outcome> replay(DeadLetter letter, User user, @Nullable String reason, boolean dryRun) {
        return replay(letter, user, reason, dryRun, null);
    }

    /** @param edited replaces the payload; null sends the original */
    Mono<Outcome> replay(
            DeadLetter letter, User user, @Nullable String reason, boolean dryRun, @Nullable String edited) {
        PipelineQueue queue = ReplayMessage.queue(letter).orElse(null);
        if (queue == null) {
            return Mono.just(Outcome.of(
                    letter, Outcome.Result.SKIPPED, "There is no queue '" + letter.queue() + "' to send it to."));
        }
        if (edited != null && (reason == null || reason.isBlank())) {
            return Mono.error(new ApiException(Problem.INVALID_REQUEST, "An edited payload needs a reason."));
        }
        Message message = edited == null ? ReplayMessage.of(letter) : ReplayMessage.edited(letter, queue, edited);
        return obstacle(letter)
                .map(why -> Outcome.of(letter, Outcome.Result.SKIPPED, why))
                .switchIfEmpty(Mono.defer(() -> dryRun
                        ? Mono.just(
                                Outcome.of(letter, Outcome.Result.WOULD_SEND, "It would go to " + letter.queue() + "."))
                        : send(letter, queue, message, user, reason, edited)));
    }

    /** Why sending it would be of no use; empty when it would. */
    private Mono<String> obstacle(DeadLetter letter) {
        if (letter.status() != Status.OPEN) {
            return Mono.just("It is " + letter.status() + " already.");
        }
        UUID id = letter.sessionId();
        if (id == null) {
            return Mono.empty();
        }
        return sessions.find(id)
                .map(session -> obstacle(letter, session))
                .defaultIfEmpty("Its session was deleted.")
                .filter(why -> !why.isEmpty());
    }

    private static String obstacle(DeadLetter letter, Session session) {
        Integer run = letter.run();
        if (run != null && run != session.run()) {
            return "Its session was run again since: run " + session.run() + " is the current one.";
        }
        return switch (session.status()) {
            case QUEUED, PROCESSING -> "";
            case FAILED ->
                session.replayable() ? "" : "Its session failed for another reason: " + session.errorCode() + ".";
            case UPLOADING, COMPLETED, CANCELLED -> "Its session is " + session.status() + ".";
        };
    }

    private Mono<Outcome> send(
            DeadLetter letter,
            PipelineQueue queue,
            Message message,
            User user,
            @Nullable String reason,
            @Nullable String edited) {
        String messageId = message.getMessageProperties().getMessageId();
        return reopenSession(letter)
                .then(Mono.<Void>fromRunnable(
                                () -> publisher.publishRaw(Topology.RECORDINGS, queue.routingKey(), message))
                        .subscribeOn(Schedulers.boundedElastic()))
                .then(letters.close(letter.id(), Status.REPLAYED))
                .then(audit.note(
                        letter,
                        edited == null ? Audit.Action.REPLAY : Audit.Action.EDIT,
                        user,
                        reason,
                        Outcome.Result.SENT.name(),
                        edited == null ? null : edited.getBytes(StandardCharsets.UTF_8),
                        messageId))
                .thenReturn(new Outcome(
                        letter.id(),
                        letter.sessionId(),
                        Outcome.Result.SENT,
                        "It went to " + letter.queue() + ".",
                        messageId))
                .doOnNext(sent -> log.info(
                        "session {}: dead letter {} was replayed to {}",
                        letter.sessionId(),
                        letter.id(),
                        letter.queue()))
                .onErrorResume(
                        PublishException.class,
                        e -> failAgain(letter)
                                .then(audit.note(
                                        letter, Audit.Action.REPLAY, user, reason, String.valueOf(e), null, null))
                                .thenReturn(Outcome.of(letter, Outcome.Result.FAILED, String.valueOf(e.getMessage()))));
    }

    private Mono<Void> reopenSession(DeadLetter letter) {
        UUID session = letter.sessionId();
        Integer run = letter.run();
        return session == null || run == null
                ? Mono.empty()
                : changes.reopen(session, run).then();
    }

    private Mono<Void> failAgain(DeadLetter letter) {
        UUID session = letter.sessionId();
        Integer run = letter.run();
        return session == null || run == null
                ? Mono.empty()
                : changes.fail(session, run, Problem.GAVE_UP.code(), Problem.GAVE_UP.sentence(), true)
                        .then();
    }

    Mono<Outcome> discard(DeadLetter letter, User user, String reason, boolean dryRun) {
        if (letter.status() != Status.OPEN) {
            return Mono.just(Outcome.of(letter, Outcome.Result.SKIPPED, "It is " + letter.status() + " already."));
        }
        if (dryRun) {
            return Mono.just(Outcome.of(letter, Outcome.Result.SKIPPED, "Dry run: it would be discarded."));
        }
        return letters.close(letter.id(), Status.DISCARDED)
                .then(audit.note(
                        letter, Audit.Action.DISCARD, user, reason, Outcome.Result.DISCARDED.name(), null, null))
                .thenReturn(Outcome.of(letter, Outcome.Result.DISCARDED, reason));
    }
}
