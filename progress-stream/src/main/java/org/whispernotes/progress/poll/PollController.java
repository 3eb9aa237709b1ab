package org.whispernotes.progress.poll;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.access.Admission;
import org.whispernotes.progress.access.Problems;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.SessionAccess.Known;
import org.whispernotes.progress.log.LogEntry;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/sessions/{id}/progress}: the data of the event that a new stream would begin with. The entity tag is
 * the log's id, so that who asks every two seconds mostly gets 304.
 */
@RestController
public final class PollController {

    private final Admission admission;
    private final SessionAccess sessions;

    public PollController(Admission admission, SessionAccess sessions) {
        this.admission = admission;
        this.sessions = sessions;
    }

    @GetMapping("/api/sessions/{sessionId}/progress")
    public Mono<Void> progress(@PathVariable String sessionId, ServerWebExchange exchange) {
        return admission.answer(
                exchange,
                user -> sessions.open(SessionAccess.idOf(sessionId), user).flatMap(known -> answer(known, exchange)));
    }

    private static Mono<Void> answer(Known known, ServerWebExchange exchange) {
        LogEntry state = known.state();
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
}
