package org.whispernotes.api.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * WebSockets whose messages are JSON. Refuses other pages' (RFC 6455, 10.2: browsers let any page open one to any server)
 * and too many, keeps them alive, closes silent ones, and sends their clients elsewhere when the process stops.
 */
@Component
public class JsonSockets implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JsonSockets.class);
    private static final CloseStatus RESTARTING = CloseStatus.SERVICE_RESTARTED;

    /** Taken from a client before those before them are answered. */
    private static final int TEXTS_AHEAD = 16;

    private final WebSocketService sockets = new HandshakeWebSocketService();
    private final LiveSettings settings;
    private final AtomicInteger open = new AtomicInteger();
    private volatile Sinks.Empty<Void> stopping = Sinks.empty();
    private volatile boolean running;

    JsonSockets(LiveSettings settings, MeterRegistry meters) {
        this.settings = settings;
        Gauge.builder("notes.live.sockets", open, AtomicInteger::get)
                .description("open WebSockets of jobs and tasks")
                .register(meters);
    }

    /**
     * Accepts a socket.
     *
     * @param conversation from the client's texts to what is answered, each written as JSON; the socket is closed when it
     *     ends. It has to take the texts, or the client is held to be silent
     */
    public Mono<Void> accept(ServerWebExchange exchange, Function<Flux<String>, Flux<?>> conversation) {
        return Mono.defer(() -> {
            if (!isOwnOrigin(exchange.getRequest())) {
                return Mono.error(new ApiException(Problem.FORBIDDEN));
            }
            return Mono.usingWhen(
                    Mono.fromSupplier(open::incrementAndGet),
                    count -> count > settings.maxSockets()
                            ? Mono.error(new ApiException(Problem.TOO_MANY_CONNECTIONS).retryAfter(settings.look()))
                            : sockets.handleRequest(exchange, socket -> talk(socket, conversation)),
                    count -> Mono.fromRunnable(open::decrementAndGet));
        });
    }

    private boolean isOwnOrigin(ServerHttpRequest request) {
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        if (origin == null || settings.allowedOrigins().contains(origin)) {
            return true;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equals(request.getHeaders().getFirst(HttpHeaders.HOST));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Mono<Void> talk(WebSocketSession socket, Function<Flux<String>, Flux<?>> conversation) {
        AtomicReference<CloseStatus> status = new AtomicReference<>(CloseStatus.NORMAL);
        Flux<String> texts = socket.receive()
                .timeout(settings.socketIdle())
                .filter(message -> message.getType() == WebSocketMessage.Type.TEXT)
                .map(WebSocketMessage::getPayloadAsText)
                // Goes on when the conversation has ended: cancelled, it would close without a code.
                .publish(TEXTS_AHEAD)
                .autoConnect();
        Flux<WebSocketMessage> said = conversation.apply(texts).map(json -> message(socket, json));
        Flux<WebSocketMessage> pings = Flux.interval(settings.socketIdle().dividedBy(3))
                .onBackpressureDrop()
                .map(n -> socket.pingMessage(buffers -> buffers.wrap(new byte[0])));
        Flux<WebSocketMessage> output = said.publish(all -> all.mergeWith(pings.takeUntilOther(all.ignoreElements())))
                .takeUntilOther(socket.closeStatus())
                .takeUntilOther(stopping.asMono().doOnTerminate(() -> status.set(RESTARTING)))
                .onErrorResume(e -> {
                    status.set(statusOf(e));
                    return Flux.empty();
                });
        return socket.send(output).then(Mono.defer(() -> socket.close(Objects.requireNonNull(status.get()))));
    }

    private static WebSocketMessage message(WebSocketSession socket, Object json) {
        return new WebSocketMessage(
                WebSocketMessage.Type.TEXT, socket.bufferFactory().wrap(Json.bytes(json)));
    }

    private static CloseStatus statusOf(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return CloseStatus.GOING_AWAY.withReason("idle");
        }
        log.warn("a WebSocket is closed because of a failure; its client is expected to come back", failure);
        return CloseStatus.SERVER_ERROR;
    }

    @Override
    public void start() {
        stopping = Sinks.empty();
        running = true;
    }

    /** Before the web server's graceful shutdown, which waits for them. */
    @Override
    public void stop() {
        running = false;
        stopping.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
