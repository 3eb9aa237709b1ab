package org.whispernotes.progress.access;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.ProgressStreamSettings;
import reactor.core.publisher.Mono;

/** Lets a request in: knows the user, counts the stream while it lasts, and answers refusals as problems. */
public final class Admission {

    private final Viewers viewers;
    private final ConnectionLimits limits;
    private final List<String> allowedOrigins;

    public Admission(Viewers viewers, ConnectionLimits limits, ProgressStreamSettings settings) {
        this.viewers = viewers;
        this.limits = limits;
        this.allowedOrigins = settings.allowedOrigins();
    }

    /** For a stream that stays open. */
    public Mono<Void> admit(String protocol, ServerWebExchange exchange, Function<UUID, Mono<Void>> work) {
        return answerRefusals(exchange, () -> {
            UUID user = viewers.of(exchange.getRequest());
            return Mono.using(
                    () -> limits.acquire(protocol, user, exchange.getRequest()),
                    lease -> work.apply(user),
                    ConnectionLimits.Lease::release);
        });
    }

    /**
     * For a WebSocket: browsers let any page open one to any server, so what comes from another page is refused (RFC
     * 6455, 10.2).
     */
    public Mono<Void> admitSocket(String protocol, ServerWebExchange exchange, Function<UUID, Mono<Void>> work) {
        return answerRefusals(exchange, () -> {
            if (!isOwnOrigin(exchange.getRequest())) {
                throw new AccessDeniedException(Problem.FORBIDDEN);
            }
            return admit(protocol, exchange, work);
        });
    }

    /** Only for who has signed in, whatever the settings say about others. */
    public Mono<Void> admitSignedInSocket(
            String protocol, ServerWebExchange exchange, Function<UUID, Mono<Void>> work) {
        return answerRefusals(exchange, () -> {
            UUID user = viewers.signedIn(exchange.getRequest());
            return admitSocket(protocol, exchange, local -> work.apply(user));
        });
    }

    /** For one answer. */
    public Mono<Void> answer(ServerWebExchange exchange, Function<UUID, Mono<Void>> work) {
        return answerRefusals(exchange, () -> work.apply(viewers.of(exchange.getRequest())));
    }

    private boolean isOwnOrigin(ServerHttpRequest request) {
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        if (origin == null || allowedOrigins.contains(origin)) {
            return true;
        }
        try {
            return URI.create(origin).getAuthority() != null
                    && URI.create(origin)
                            .getAuthority()
                            .equals(request.getHeaders().getFirst(HttpHeaders.HOST));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Mono<Void> answerRefusals(ServerWebExchange exchange, Supplier<Mono<Void>> work) {
        return Mono.defer(work)
                .onErrorResume(
                        AccessDeniedException.class,
                        refused -> Problems.answer(exchange.getResponse(), refused.problem()));
    }
}
