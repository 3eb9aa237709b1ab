package org.whispernotes.progress.poll;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.access.AccessDeniedException;
import org.whispernotes.progress.access.Problems;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.SessionAccess.Known;
import org.whispernotes.progress.access.Viewers;
import org.whispernotes.progress.log.LogEntry;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/sessions/{id}/progress}: the data of the event that a new stream would begin with. The entity tag is
 * the log's id, so that who asks every two seconds mostly gets 304.
 */
@RestController
public final class PollController {

    private final Viewers viewers;
    private final SessionAccess sessions;

    public PollController(Viewers viewers, SessionAccess sessions) {
        this.viewers = viewers;
        this.sessions = sessions;
    }

    @GetMapping("/api/sessions/{sessionId}/progress")
    public Mono<Void> progress(@PathVariable String sessionId, ServerWebExchange exchange) {
        return Mono.defer(() -> sessions.open(uuid(sessionId), viewers.of(exchange.getRequest())))
                .flatMap(known -> answer(known, exchange))
                .onErrorResume(
                        AccessDeniedException.class,
                        refused -> Problems.answer(exchange.getResponse(), refused.problem()));
    }

    private static Mono<Void> answer(Known known, ServerWebExchange exchange) {
        LogEntry state = stateOf(known);
        ServerHttpResponse response = exchange.getResponse();
        if (state == null) {
            return Problems.answer(response, Problem.PROGRESS_AWAY);
        }
        String tag = '"' + state.id().toString() + '"';
        HttpHeaders headers = response.getHeaders();
        headers.setETag(tag);
        headers.setCacheControl("no-cache");
        if (known.stored().isEmpty()
                && exchange.getRequest().getHeaders().getIfNoneMatch().contains(tag)) {
            response.setStatusCode(HttpStatus.NOT_MODIFIED);
            return response.setComplete();
        }
        headers.setContentType(MediaType.APPLICATION_JSON);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(state.json())));
    }

    private static @Nullable LogEntry stateOf(Known known) {
        return known.stored()
                .orElseGet(() -> known.head() == null ? null : known.head().state());
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new AccessDeniedException(Problem.SESSION_NOT_FOUND);
        }
    }
}
