package org.whispernotes.progress.websocket;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.document.Todos;
import org.whispernotes.progress.ProgressStreamSettings;
import org.whispernotes.progress.access.AccessDeniedException;
import org.whispernotes.progress.access.Admission;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.SessionAccess.Known;
import org.whispernotes.progress.hub.DeliveryTimer;
import org.whispernotes.progress.hub.FeedItem;
import org.whispernotes.progress.hub.ProgressHub;
import org.whispernotes.runtime.store.Documents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code /ws/meeting/{id}?token=JWT}: a meeting is a session. The token is checked, and that the meeting is its user's,
 * before the connection is accepted. Ends after the summary.
 */
final class MeetingSocket implements WebHandler {

    private static final Logger log = LoggerFactory.getLogger(MeetingSocket.class);

    private final WebSocketService sockets;
    private final Admission admission;
    private final SessionAccess sessions;
    private final ProgressHub hub;
    private final DeliveryTimer timer;
    private final Documents documents;
    private final ProgressStreamSettings settings;
    private final Clock clock;

    MeetingSocket(
            WebSocketService sockets,
            Admission admission,
            SessionAccess sessions,
            ProgressHub hub,
            DeliveryTimer timer,
            Documents documents,
            ProgressStreamSettings settings,
            Clock clock) {
        this.sockets = sockets;
        this.admission = admission;
        this.sessions = sessions;
        this.hub = hub;
        this.timer = timer;
        this.documents = documents;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return admission.admitSignedInSocket("meeting", exchange, user -> {
            UUID meeting = SessionAccess.idOf(pathVariable(exchange));
            return sessions.open(meeting, user).flatMap(known -> {
                requireOwner(known, user);
                return sockets.handleRequest(exchange, socket -> converse(socket, meeting));
            });
        });
    }

    /** Unlike elsewhere, not knowing whose it is means no. */
    private static void requireOwner(Known known, UUID user) {
        if (known.head() == null) {
            throw new AccessDeniedException(Problem.PROGRESS_AWAY);
        }
        if (!user.equals(known.head().owner())) {
            throw new AccessDeniedException(Problem.SESSION_NOT_FOUND);
        }
    }

    private Mono<Void> converse(WebSocketSession socket, UUID meeting) {
        MeetingMessages words = new MeetingMessages(meeting, clock);
        Flux<SocketOutput> told = Flux.concat(
                Mono.just(words.connected()),
                hub.followSession(meeting, null).concatMap(item -> tell(item, words, meeting), 1),
                Mono.just(new SocketOutput.Close(CloseStatus.NORMAL)));
        Flux<SocketOutput> answers = SocketOutput.texts(socket, settings.socketIdle())
                .filter(text -> text.contains("ping"))
                .map(ping -> words.pong(clock.instant()))
                .onErrorResume(
                        TimeoutException.class,
                        idle -> Mono.just(new SocketOutput.Close(CloseStatus.GOING_AWAY.withReason("idle"))));
        return SocketOutput.send(socket, told.mergeWith(answers));
    }

    private Flux<SocketOutput> tell(FeedItem item, MeetingMessages words, UUID meeting) {
        timer.record(item);
        Flux<SocketOutput> messages = Flux.fromIterable(words.of(item));
        boolean completed =
                item instanceof FeedItem.Event event && event.entry().event().equals("completed");
        return completed ? Flux.concat(summary(meeting), messages) : messages;
    }

    /** What was stored; an error of the store costs the summary, not the end. */
    private Mono<SocketOutput> summary(UUID meeting) {
        return Mono.fromCallable(() -> documents.find(ObjectKeys.todos(meeting), Todos.class))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(e -> {
                    log.warn("session {}: its todos can't be read for a meeting's summary", meeting, e);
                    return Mono.just(Optional.empty());
                })
                .map(todos -> MeetingMessages.summary(todos.orElse(null)));
    }

    private static String pathVariable(ServerWebExchange exchange) {
        return String.valueOf(
                exchange.<Map<String, String>>getRequiredAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                        .get("id"));
    }
}
