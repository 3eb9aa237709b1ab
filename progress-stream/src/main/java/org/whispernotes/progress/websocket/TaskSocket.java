package org.whispernotes.progress.websocket;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.ProgressStreamSettings;
import org.whispernotes.progress.access.AccessDeniedException;
import org.whispernotes.progress.access.Admission;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.SessionAccess.Known;
import org.whispernotes.progress.access.Viewers;
import org.whispernotes.progress.hub.DeliveryTimer;
import org.whispernotes.progress.hub.ProgressHub;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.LogId;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code /ws/progress/{taskId}}: clients subscribe to tasks, which are sessions, and are told the state at once and then
 * what changes. One socket may follow several tasks.
 */
final class TaskSocket implements WebHandler {

    private final WebSocketService sockets;
    private final Admission admission;
    private final Viewers viewers;
    private final SessionAccess sessions;
    private final ProgressHub hub;
    private final DeliveryTimer timer;
    private final ProgressStreamSettings settings;

    TaskSocket(
            WebSocketService sockets,
            Admission admission,
            Viewers viewers,
            SessionAccess sessions,
            ProgressHub hub,
            DeliveryTimer timer,
            ProgressStreamSettings settings) {
        this.sockets = sockets;
        this.admission = admission;
        this.viewers = viewers;
        this.sessions = sessions;
        this.hub = hub;
        this.timer = timer;
        this.settings = settings;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return admission.admitSocket(
                "websocket",
                exchange,
                user -> sockets.handleRequest(exchange, socket -> new Conversation(socket, user).run()));
    }

    /** One client. Its messages are handled one after the other; what they start goes on side by side. */
    private final class Conversation {
        private final WebSocketSession socket;
        private final UUID user;
        private final ConcurrentHashMap<UUID, Sinks.Empty<Void>> followed = new ConcurrentHashMap<>();

        private Conversation(WebSocketSession socket, UUID user) {
            this.socket = socket;
            this.user = user;
        }

        private Mono<Void> run() {
            Flux<SocketOutput> output = SocketOutput.texts(socket, settings.socketIdle())
                    .flatMap(this::answer, settings.tasksPerSocket() + 16, 1)
                    .onErrorResume(
                            TimeoutException.class,
                            idle -> Mono.just(new SocketOutput.Close(CloseStatus.GOING_AWAY.withReason("idle"))));
            return SocketOutput.send(socket, output);
        }

        private Flux<SocketOutput> answer(String text) {
            JsonNode message;
            try {
                message = Json.mapper().readTree(text);
            } catch (JacksonException e) {
                return Flux.just(TaskMessages.error(null, Problem.INVALID_REQUEST));
            }
            UUID task = taskOf(message);
            return switch (message.path("type").asString("")) {
                case "ping" ->
                    Flux.just(new SocketOutput.Message(Map.of("type", "pong", "timestamp", pongTime(message))));
                case "subscribe" ->
                    task == null
                            ? noSuchTask()
                            : subscribe(task, message.path("token").asString(""));
                case "get_state" -> task == null ? noSuchTask() : state(task);
                case "unsubscribe" -> unsubscribe(task);
                default -> Flux.just(TaskMessages.error(task, Problem.INVALID_REQUEST));
            };
        }

        private Flux<SocketOutput> subscribe(UUID task, String token) {
            Sinks.Empty<Void> stop = Sinks.empty();
            if (followed.size() >= settings.tasksPerSocket() && !followed.containsKey(task)) {
                return Flux.just(TaskMessages.error(task, Problem.TOO_MANY_CONNECTIONS));
            }
            Sinks.Empty<Void> earlier = followed.put(task, stop);
            if (earlier != null) {
                earlier.tryEmitEmpty();
            }
            return Mono.fromCallable(() -> userOf(token))
                    .flatMap(subscriber -> sessions.open(task, subscriber))
                    .flatMapMany(known -> {
                        TaskMessages words = new TaskMessages(task, begun(known));
                        return hub.followSession(task, null)
                                .doOnNext(timer::record)
                                .concatMapIterable(words::of, 1);
                    })
                    .onErrorResume(
                            AccessDeniedException.class,
                            refused -> Mono.just(TaskMessages.error(task, refused.problem())))
                    .takeUntilOther(stop.asMono())
                    .doFinally(end -> followed.remove(task, stop));
        }

        /** A token in the message counts where tokens are used at all; without sign-in it says nothing. */
        private UUID userOf(String token) {
            return token.isEmpty() || settings.tokenSecret() == null ? user : viewers.ofToken(token);
        }

        private Flux<SocketOutput> state(UUID task) {
            return sessions.open(task, user)
                    .flatMapIterable(known -> {
                        LogEntry state = known.state();
                        return state == null
                                ? List.of(TaskMessages.error(task, Problem.PROGRESS_AWAY))
                                : new TaskMessages(task, begun(known)).ofState(state);
                    })
                    .onErrorResume(
                            AccessDeniedException.class,
                            refused -> Mono.just(TaskMessages.error(task, refused.problem())));
        }

        private Flux<SocketOutput> unsubscribe(@Nullable UUID task) {
            Sinks.Empty<Void> stop = task == null ? null : followed.remove(task);
            if (stop != null) {
                stop.tryEmitEmpty();
            }
            return Flux.empty();
        }

        private static Flux<SocketOutput> noSuchTask() {
            return Flux.just(TaskMessages.error(null, Problem.SESSION_NOT_FOUND));
        }
    }

    private static Object pongTime(JsonNode message) {
        return message.has("timestamp") ? message.get("timestamp") : System.currentTimeMillis();
    }

    private static @Nullable UUID taskOf(JsonNode message) {
        try {
            return UUID.fromString(message.path("taskId").asString(""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable LogId begun(Known known) {
        LogEntry first = known.head() == null ? null : known.head().first();
        return first == null ? null : first.id();
    }
}
