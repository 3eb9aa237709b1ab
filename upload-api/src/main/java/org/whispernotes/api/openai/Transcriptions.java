package org.whispernotes.api.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.whispernotes.api.live.SessionNews;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.SessionChanges;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.runtime.store.Documents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Waits for sessions on behalf of clients that hold their request open. Who stops waiting cancels the session. */
@Component
class Transcriptions {

    private static final Logger log = LoggerFactory.getLogger(Transcriptions.class);

    private final Sessions sessions;
    private final SessionChanges changes;
    private final SessionNews news;
    private final Documents documents;

    Transcriptions(Sessions sessions, SessionChanges changes, SessionNews news, Documents documents) {
        this.sessions = sessions;
        this.changes = changes;
        this.news = news;
        this.documents = documents;
    }

    /** @param isLast whether {@code text} is all of it, at the end, and not a piece more */
    record Piece(String text, boolean isLast) {}

    /** The transcript, once there is one; {@link OpenAiError.EndedWithout} when there will be none. */
    Mono<Transcript> finished(Session session) {
        return looks(session)
                .filter(Transcriptions::hasEnded)
                .next()
                .flatMap(this::transcript)
                .doOnCancel(() -> giveUp(session));
    }

    /** The text piece by piece as it is heard, and at the end all of it. */
    Flux<Piece> pieces(Session session) {
        HeardText heard = new HeardText(session, documents);
        return looks(session)
                .takeUntil(Transcriptions::hasEnded)
                .concatMap(now -> hasEnded(now) ? last(heard, now) : more(heard), 1)
                .doOnCancel(() -> giveUp(session));
    }

    /** A session that is gone is told once, as empty. */
    private Flux<Optional<Session>> looks(Session session) {
        return news.watch(
                List.of(session.id()),
                () -> sessions.find(session.id()).map(Optional::of).defaultIfEmpty(Optional.empty()));
    }

    private static boolean hasEnded(Optional<Session> session) {
        return session.isEmpty() || session.get().status().isTerminal();
    }

    private Mono<Transcript> transcript(Optional<Session> ended) {
        if (ended.isEmpty() || ended.get().status() != SessionStatus.COMPLETED) {
            return Mono.error(new OpenAiError.EndedWithout(ended.orElse(null)));
        }
        return Mono.fromCallable(
                        () -> documents.read(ObjectKeys.transcript(ended.get().id()), Transcript.class))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Flux<Piece> more(HeardText heard) {
        return Mono.fromCallable(heard::more)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapIterable(pieces -> pieces)
                .map(text -> new Piece(text, false));
    }

    private Flux<Piece> last(HeardText heard, Optional<Session> ended) {
        return transcript(ended).flatMapIterable(transcript -> {
            List<Piece> pieces = new ArrayList<>();
            heard.rest(transcript).forEach(text -> pieces.add(new Piece(text, false)));
            pieces.add(new Piece(transcript.text(), true));
            return pieces;
        });
    }

    private void giveUp(Session session) {
        log.info("session {}: whoever waited for it is gone, it is cancelled", session.id());
        changes.cancel(session.id())
                .subscribe(
                        cancelled -> {},
                        e -> log.warn("session {}: could not be cancelled and goes on", session.id(), e));
    }
}
