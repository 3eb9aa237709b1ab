package org.whispernotes.api.task;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.whispernotes.api.live.JsonSockets;
import org.whispernotes.api.live.SessionNews;
import org.whispernotes.api.queue.LiveProgress;
import org.whispernotes.api.queue.LiveProgress.Heard;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /ws/{task_id}}: where the task stands, now and at every change, until it has ended; then it closes. */
@Configuration(proxyBeanMethods = false)
class TaskSocket {

    /** After the addresses that mean something else. */
    private static final int BEFORE_PAGES = 0;

    private final Sessions sessions;
    private final LiveProgress live;
    private final SessionNews news;

    TaskSocket(Sessions sessions, LiveProgress live, SessionNews news) {
        this.sessions = sessions;
        this.live = live;
        this.news = news;
    }

    record Message(Data data) {}

    /**
     * @param progress 0..100
     * @param status as in {@link TaskView}
     * @param message for a person
     */
    record Data(double progress, String status, String message) {

        boolean isEnd() {
            return status.equals("completed") || status.equals("failed") || status.equals("cancelled");
        }
    }

    @Bean
    HandlerMapping taskSocketMapping(JsonSockets sockets) {
        WebHandler handler = exchange -> handle(exchange, sockets);
        return new SimpleUrlHandlerMapping(Map.of("/ws/{task}", handler), BEFORE_PAGES);
    }

    private Mono<Void> handle(ServerWebExchange exchange, JsonSockets sockets) {
        String address = exchange.getRequest().getPath().pathWithinApplication().value();
        UUID task = TaskController.idOf(address.substring(address.lastIndexOf('/') + 1));
        // Asked before the socket is accepted: an unknown task is a plain 404.
        return sessions.get(task, User.LOCAL)
                .then(Mono.defer(() -> sockets.accept(
                        exchange,
                        texts -> texts.ignoreElements()
                                .cast(Message.class)
                                .flux()
                                .mergeWith(follow(task))
                                .takeUntil(message -> message.data().isEnd()))));
    }

    private Flux<Message> follow(UUID task) {
        return news.watch(List.of(task), () -> state(task))
                .distinctUntilChanged()
                .map(Message::new);
    }

    private Mono<Data> state(UUID task) {
        return sessions.find(task)
                .flatMap(session -> session.status() == SessionStatus.PROCESSING
                        ? live.of(List.of(task)).map(heard -> data(session, heard.get(task)))
                        : Mono.just(data(session, null)))
                .defaultIfEmpty(new Data(0, "cancelled", "The recording was deleted."));
    }

    private static Data data(Session session, @Nullable Heard heard) {
        double percent = heard == null ? session.percent() : Math.max(session.percent(), heard.percent());
        String message = switch (session.status()) {
            case UPLOADING -> "Being uploaded";
            case QUEUED -> "Waiting for its turn";
            case PROCESSING ->
                heard == null || heard.message() == null ? session.stage().wireName() : heard.message();
            case COMPLETED -> "Done";
            case CANCELLED -> "Cancelled";
            case FAILED -> session.errorMessage() == null ? Problem.INTERNAL.sentence() : session.errorMessage();
        };
        return new Data(percent, TaskView.statusOf(session.status()), message);
    }
}
