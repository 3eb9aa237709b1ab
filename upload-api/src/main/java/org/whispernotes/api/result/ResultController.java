package org.whispernotes.api.result;

import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoredObject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Transcript, todos and summary. {@code run} asks for an earlier version, {@code download} for an attachment. Answers
 * carry the object's ETag: asking again costs nothing as long as it has not changed.
 */
@RestController
@RequestMapping("/api/sessions/{id}")
class ResultController {

    private final Sessions sessions;
    private final ObjectStore store;

    ResultController(Sessions sessions, ObjectStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    @Operation(summary = "The transcript as JSON")
    @GetMapping({"/transcript", "/transcript.json"})
    Mono<Void> transcript(
            User user,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer run,
            @RequestParam(defaultValue = "false") boolean download,
            ServerWebExchange exchange) {
        return document(user, id, "transcript", run, download, exchange);
    }

    @Operation(summary = "The transcript as srt, vtt, txt or md")
    @GetMapping("/transcript.{format}")
    Mono<Void> transcript(
            User user,
            @PathVariable UUID id,
            @PathVariable String format,
            @RequestParam(required = false) @Nullable Integer run,
            @RequestParam(defaultValue = "false") boolean download,
            ServerWebExchange exchange) {
        TranscriptFormat wanted = TranscriptFormat.of(format);
        if (wanted == null) {
            throw new ApiException(
                    Problem.NOT_FOUND, "A transcript comes as json, srt, vtt, txt or md, not as " + format + ".");
        }
        return answer(user, id, "transcript", run, exchange, (session, object) -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.set(HttpHeaders.CONTENT_TYPE, wanted.contentType());
            if (download) {
                Download.attach(headers, session.filename(), format);
            }
            return written(object, wanted, exchange.getResponse());
        });
    }

    @Operation(summary = "The todos as JSON")
    @GetMapping({"/todos", "/todos.json"})
    Mono<Void> todos(
            User user,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer run,
            @RequestParam(defaultValue = "false") boolean download,
            ServerWebExchange exchange) {
        return document(user, id, "todos", run, download, exchange);
    }

    @Operation(summary = "The summary as JSON")
    @GetMapping({"/summary", "/summary.json"})
    Mono<Void> summary(
            User user,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer run,
            @RequestParam(defaultValue = "false") boolean download,
            ServerWebExchange exchange) {
        return document(user, id, "summary", run, download, exchange);
    }

    private Mono<Void> document(
            User user, UUID id, String name, @Nullable Integer run, boolean download, ServerWebExchange exchange) {
        return answer(user, id, name, run, exchange, (session, object) -> {
            ServerHttpResponse response = exchange.getResponse();
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            if (download) {
                Download.attach(response.getHeaders(), session.filename(), name + ".json");
            }
            response.getHeaders().setContentLength(object.size());
            return Download.stream(store, object.ref(), 0, object.size(), response);
        });
    }

    private Mono<Void> answer(
            User user,
            UUID id,
            String name,
            @Nullable Integer run,
            ServerWebExchange exchange,
            BiFunction<Session, StoredObject, Mono<Void>> body) {
        return sessions.get(id, user)
                .flatMap(session -> find(session, name + ".json", run).flatMap(object -> {
                    exchange.getResponse().getHeaders().setCacheControl("private, no-cache");
                    // Sets ETag and, where the client has that version already, 304.
                    return exchange.checkNotModified(Download.etag(object))
                            ? exchange.getResponse().setComplete()
                            : body.apply(session, object);
                }));
    }

    private Mono<StoredObject> find(Session session, String name, @Nullable Integer run) {
        ObjectRef current = switch (name) {
            case "transcript.json" -> ObjectKeys.transcript(session.id());
            case "todos.json" -> ObjectKeys.todos(session.id());
            default -> ObjectKeys.summary(session.id());
        };
        return Mono.fromCallable(() -> {
                    StoredObject object = store.stat(current).orElse(null);
                    if (run == null || (object != null && runOf(object) == run)) {
                        return object;
                    }
                    return store.stat(ObjectKeys.version(session.id(), run, name))
                            .orElse(null);
                })
                .subscribeOn(Schedulers.boundedElastic())
                .switchIfEmpty(Mono.error(() -> new ApiException(Problem.RESULT_NOT_READY)));
    }

    private static int runOf(StoredObject object) {
        return Integer.parseInt(object.metadata().getOrDefault("run", "1"));
    }

    private Mono<Void> written(StoredObject object, TranscriptFormat format, ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.OK);
        return Mono.fromCallable(() -> {
                    Transcript transcript = Json.read(store.read(object.ref()), Transcript.class);
                    return format.write(transcript).getBytes(StandardCharsets.UTF_8);
                })
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(text -> {
                    response.getHeaders().setContentLength(text.length);
                    return response.writeWith(Mono.just(response.bufferFactory().wrap(text)));
                });
    }
}
