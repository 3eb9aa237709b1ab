package org.whispernotes.api.session;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.whispernotes.api.queue.Estimates;
import org.whispernotes.api.queue.Estimates.Estimate;
import org.whispernotes.model.session.SessionStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Adds to sessions what is not in their rows: place in the queue, time left, and how far they are right now. */
@Component
public class SessionViews {

    private final Estimates estimates;

    SessionViews(Estimates estimates) {
        this.estimates = estimates;
    }

    public Mono<SessionView> of(Session session) {
        return of(List.of(session)).map(views -> views.get(0));
    }

    public Mono<List<SessionView>> of(List<Session> sessions) {
        if (sessions.stream().noneMatch(SessionViews::isUnfinished)) {
            return Mono.just(views(sessions, Map.of()));
        }
        return estimates
                .all()
                .flatMapMany(Flux::fromIterable)
                .collectMap(Estimate::sessionId)
                .map(known -> views(sessions, known));
    }

    private static boolean isUnfinished(Session session) {
        return session.status() == SessionStatus.QUEUED || session.status() == SessionStatus.PROCESSING;
    }

    private static List<SessionView> views(List<Session> sessions, Map<UUID, Estimate> estimates) {
        return sessions.stream()
                .map(session -> view(session, estimates.get(session.id())))
                .toList();
    }

    private static SessionView view(Session session, @Nullable Estimate estimate) {
        if (estimate == null || !isUnfinished(session)) {
            return SessionView.of(session, session.percent(), null, null);
        }
        Double live = estimate.percent();
        double percent = live == null ? session.percent() : Math.max(session.percent(), live);
        return SessionView.of(session, percent, estimate.position(), estimate.etaSeconds());
    }
}
