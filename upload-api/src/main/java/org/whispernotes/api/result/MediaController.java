package org.whispernotes.api.result;

import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoredObject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The recording itself, with ranges (RFC 9110, section 14) so that players can seek. */
@RestController
class MediaController {

    private final Sessions sessions;
    private final ObjectStore store;

    MediaController(Sessions sessions, ObjectStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    @Operation(summary = "The recording, with ranges")
    @GetMapping("/api/sessions/{id}/media")
    Mono<Void> media(
            User user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean download,
            ServerWebExchange exchange) {
        return sessions.get(id, user)
                .flatMap(session -> Mono.fromCallable(() -> store.stat(ObjectRef.ofPath(session.videoPath()))
                                .orElse(null))
                        .subscribeOn(Schedulers.boundedElastic())
                        .switchIfEmpty(Mono.error(() -> new ApiException(Problem.RECORDING_GONE)))
                        .flatMap(object -> send(session, object, download, exchange)));
    }

    private Mono<Void> send(Session session, StoredObject object, boolean download, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(playable(session.contentType()));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.setCacheControl("private, no-cache");
        // Whatever was uploaded, it never runs as a page of ours.
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
        headers.setContentDisposition((download ? ContentDisposition.attachment() : ContentDisposition.inline())
                .filename(session.filename(), StandardCharsets.UTF_8)
                .build());
        String etag = Download.etag(object);
        if (exchange.checkNotModified(etag)) {
            return response.setComplete();
        }
        long from = 0;
        long length = object.size();
        HttpRange range = range(exchange.getRequest().getHeaders(), etag);
        if (range != null) {
            from = range.getRangeStart(object.size());
            if (object.size() == 0 || from >= object.size()) {
                return Mono.error(new ApiException(Problem.RANGE_NOT_SATISFIABLE)
                        .header(HttpHeaders.CONTENT_RANGE, "bytes */" + object.size()));
            }
            length = range.getRangeEnd(object.size()) - from + 1;
            response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + (from + length - 1) + "/" + object.size());
        }
        headers.setContentLength(length);
        if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
            return response.setComplete();
        }
        return Download.stream(store, object.ref(), from, length, response);
    }

    /** One range is honoured; several or unreadable ones are ignored, as the RFC allows. */
    private static @Nullable HttpRange range(HttpHeaders request, String etag) {
        String unchanged = request.getFirst(HttpHeaders.IF_RANGE);
        if (unchanged != null && !unchanged.equals(etag)) {
            return null;
        }
        try {
            List<HttpRange> ranges = request.getRange();
            return ranges.size() == 1 ? ranges.get(0) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static MediaType playable(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.getType().equals("video") || type.getType().equals("audio")
                    ? type
                    : MediaType.APPLICATION_OCTET_STREAM;
        } catch (IllegalArgumentException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }
}
