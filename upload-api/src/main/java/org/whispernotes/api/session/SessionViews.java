package org.whispernotes.api.session;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.whispernotes.api.queue.Backlog;
import org.whispernotes.model.session.SessionStatus;
import reactor.core.publisher.Mono;

/** Adds to sessions what is not in their rows: the place in the queue. */
@Component
public class SessionViews {

    private final Backlog backlog;

    SessionViews(Backlog backlog) {
        this.backlog = backlog;
    }

    public Mono<SessionView> of(Session session) {
        return of(List.of(session)).map(views -> views.get(0));
    }

    public Mono<List<SessionView>> of(List<Session> sessions) {
        if (sessions.stream().noneMatch(session -> session.status() == SessionStatus.QUEUED)) {
            return Mono.just(views(sessions, Map.of()));
        }
        return backlog.places()
                .collectMap(Backlog.Place::sessionId, Backlog.Place::place)
                .map(places -> views(sessions, places));
    }

    private static List<SessionView> views(List<Session> sessions, Map<UUID, Long> places) {
        return sessions.stream()
                .map(session -> SessionView.of(session, places.get(session.id()), null))
                .toList();
    }
}
