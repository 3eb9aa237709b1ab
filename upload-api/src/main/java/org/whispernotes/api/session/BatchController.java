package org.whispernotes.api.session;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /api/batches}: recordings that were sent together, with one progress. */
@RestController
@RequestMapping("/api/batches/{id}")
class BatchController {

    private final Sessions sessions;
    private final SessionChanges changes;
    private final SessionViews views;

    BatchController(Sessions sessions, SessionChanges changes, SessionViews views) {
        this.sessions = sessions;
        this.changes = changes;
        this.views = views;
    }

    /**
     * @param status PROCESSING until every session has ended, QUEUED before any has begun; then COMPLETED when at least one is,
     *     CANCELLED when all that did not fail were, FAILED otherwise
     * @param percent mean of the sessions; what has ended counts as done
     * @param etaSeconds until the last one is completed
     */
    record Batch(
            UUID id,
            SessionStatus status,
            double percent,
            @Nullable Double etaSeconds,
            long completed,
            long failed,
            List<SessionView> sessions) {

        static Batch of(UUID id, List<SessionView> sessions) {
            double percent = sessions.stream()
                    .mapToDouble(session -> session.status().isTerminal() ? 100 : session.percent())
                    .average()
                    .orElse(0);
            return new Batch(
                    id,
                    statusOf(sessions),
                    Math.round(percent * 10) / 10.0,
                    sessions.stream()
                            .map(SessionView::etaSeconds)
                            .filter(Objects::nonNull)
                            .max(Double::compare)
                            .orElse(null),
                    count(sessions, SessionStatus.COMPLETED),
                    count(sessions, SessionStatus.FAILED),
                    sessions);
        }

        private static SessionStatus statusOf(List<SessionView> sessions) {
            long waiting = count(sessions, SessionStatus.UPLOADING) + count(sessions, SessionStatus.QUEUED);
            if (waiting == sessions.size()) {
                return SessionStatus.QUEUED;
            }
            if (sessions.stream().anyMatch(session -> !session.status().isTerminal())) {
                return SessionStatus.PROCESSING;
            }
            if (count(sessions, SessionStatus.COMPLETED) > 0) {
                return SessionStatus.COMPLETED;
            }
            return count(sessions, SessionStatus.CANCELLED) > 0 ? SessionStatus.CANCELLED : SessionStatus.FAILED;
        }

        private static long count(List<SessionView> sessions, SessionStatus status) {
            return sessions.stream()
                    .filter(session -> session.status() == status)
                    .count();
        }
    }

    @Operation(summary = "A batch: one progress over all its sessions")
    @GetMapping
    Mono<Batch> get(User user, @PathVariable UUID id) {
        return owned(id, user)
                .thenMany(sessions.ofBatch(id, user))
                .collectList()
                .flatMap(views::of)
                .map(sessions -> Batch.of(id, sessions));
    }

    @Operation(summary = "Stop every session of the batch that has not ended")
    @PostMapping("/cancel")
    Mono<Batch> cancel(User user, @PathVariable UUID id) {
        Flux<Session> cancelled = sessions.ofBatch(id, user).concatMap(session -> changes.cancel(session.id()));
        return owned(id, user).thenMany(cancelled).then(get(user, id));
    }

    private Mono<Void> owned(UUID id, User user) {
        return sessions.ownsBatch(id, user)
                .flatMap(owns -> owns
                        ? Mono.<Void>empty()
                        : Mono.error(new ApiException(Problem.NOT_FOUND, "There is no such batch.")));
    }
}
