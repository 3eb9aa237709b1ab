package org.whispernotes.progress.access;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.EventLog.Head;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.StoredProgress;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether there is such a session, and whether it is the user's. Somebody else's is not told from one that is not. */
public final class SessionAccess {

    private static final Logger log = LoggerFactory.getLogger(SessionAccess.class);

    private final EventLog eventLog;
    private final StoredProgress stored;

    public SessionAccess(EventLog eventLog, StoredProgress stored) {
        this.eventLog = eventLog;
        this.stored = stored;
    }

    /**
     * What is known about a session that the user may see.
     *
     * @param head of its log; null while Redis is away
     * @param stored where it stands by the object store; set when Redis answers but does not know it
     */
    public record Known(@Nullable Head head, Optional<LogEntry> stored) {

        /** Where it stands; null when that can't be told now. */
        public @Nullable LogEntry state() {
            return stored.orElseGet(() -> head == null ? null : head.state());
        }
    }

    /** @throws AccessDeniedException when the text is no session's id */
    public static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new AccessDeniedException(Problem.SESSION_NOT_FOUND);
        }
    }

    /** Fails with {@link AccessDeniedException} when there is no such session, or it is someone else's. */
    public Mono<Known> open(UUID session, UUID user) {
        return eventLog.head(session)
                .map(Optional::of)
                .onErrorResume(e -> {
                    log.debug("session {}: Redis is away", session, e);
                    return Mono.just(Optional.empty());
                })
                .flatMap(found -> found.map(head -> check(session, user, head))
                        .orElseGet(() -> Mono.just(new Known(null, Optional.empty()))));
    }

    private Mono<Known> check(UUID session, UUID user, Head head) {
        if (!head.isKnown()) {
            return Mono.fromCallable(() -> stored.find(session))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(entry -> entry.isPresent()
                            ? Mono.just(new Known(head, entry))
                            : Mono.error(new AccessDeniedException(Problem.SESSION_NOT_FOUND)));
        }
        if (head.owner() != null && !head.owner().equals(user)) {
            return Mono.error(new AccessDeniedException(Problem.SESSION_NOT_FOUND));
        }
        return Mono.just(new Known(head, Optional.empty()));
    }
}
