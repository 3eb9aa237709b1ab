package org.whispernotes.progress.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Mono;

/** Answers with a problem as RFC 9457 describes it, with our stable {@code code}. */
public final class Problems {

    private Problems() {}

    public static Mono<Void> answer(ServerHttpResponse response, Problem problem) {
        response.setStatusCode(HttpStatusCode.valueOf(problem.httpStatus()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.httpStatus() == 429) {
            response.getHeaders().set("Retry-After", "10");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", problem.sentence());
        body.put("status", problem.httpStatus());
        body.put("detail", problem.sentence());
        body.put("code", problem.code());
        return response.writeWith(Mono.just(response.bufferFactory().wrap(Json.bytes(body))));
    }
}
