package org.whispernotes.api.problem;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Mono;

/**
 * Every error of the API as {@code application/problem+json} (RFC 9457) with the stable {@code code} of {@link Problem}.
 * Comes before Spring Boot's own handler.
 */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        ApiException answer = Failures.asApiException(error);
        String path = exchange.getRequest().getPath().value();
        if (answer.problem().kind() == Problem.Kind.SYSTEM) {
            log.warn(
                    "{} {}: {}",
                    exchange.getRequest().getMethod(),
                    path,
                    answer.problem().code(),
                    error);
        }
        response.setStatusCode(HttpStatusCode.valueOf(status(answer, error)));
        if (error instanceof ErrorResponse told) {
            response.getHeaders().putAll(told.getHeaders());
        }
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        answer.headers().forEach(headers::set);
        byte[] json = Json.bytes(body(answer, response.getStatusCode(), path));
        DataBuffer buffer = response.bufferFactory().wrap(json);
        return response.writeWith(Mono.just(buffer));
    }

    /** A status that the framework chose (for example 406) is more exact than the problem that stands for it. */
    private static int status(ApiException answer, Throwable error) {
        return error instanceof ErrorResponse told && answer.problem().kind() == Problem.Kind.REQUEST
                ? told.getStatusCode().value()
                : answer.problem().httpStatus();
    }

    private static Map<String, Object> body(ApiException answer, @Nullable HttpStatusCode status, String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:whispernotes:problem:" + answer.problem().code());
        body.put("title", title(answer.problem()));
        body.put("status", status == null ? answer.problem().httpStatus() : status.value());
        body.put("detail", String.valueOf(answer.getMessage()));
        body.put("instance", URI.create(path).toString());
        body.put("code", answer.problem().code());
        body.putAll(answer.properties());
        return body;
    }

    private static String title(Problem problem) {
        String words = problem.code().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
