package org.whispernotes.api.result;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.model.document.Priority;
import org.whispernotes.model.document.Todo;
import org.whispernotes.model.document.Todos;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.store.ObjectChangedException;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoredObject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** Ticking todos off and editing them: the document in the store is rewritten, unless somebody else was faster. */
@RestController
class TodoController {

    /** Edits of different todos at the same moment meet on one document; each then works on the newer one. */
    private static final int ATTEMPTS = 5;

    private final Sessions sessions;
    private final ObjectStore store;

    TodoController(Sessions sessions, ObjectStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    @Operation(summary = "Tick off or edit a todo; with If-Match only if the document is still that version")
    @PatchMapping("/api/sessions/{id}/todos/{todoId}")
    Mono<ResponseEntity<Todo>> edit(
            User user,
            @PathVariable UUID id,
            @PathVariable String todoId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode change) {
        return sessions.get(id, user)
                .flatMap(session -> Mono.fromCallable(() -> edit(session, todoId, ifMatch, change))
                        .subscribeOn(Schedulers.boundedElastic()))
                .map(todo -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(todo));
    }

    private Todo edit(Session session, String todoId, @Nullable String ifMatch, JsonNode change) {
        ObjectRef ref = ObjectKeys.todos(session.id());
        for (int attempt = 1; ; attempt++) {
            StoredObject before = store.stat(ref).orElseThrow(() -> new ApiException(Problem.RESULT_NOT_READY));
            if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals(Download.etag(before))) {
                throw changed();
            }
            Todos todos = Json.read(store.read(ref), Todos.class);
            Todo edited = todos.todos().stream()
                    .filter(todo -> todo.id().equals(todoId))
                    .findFirst()
                    .map(todo -> TodoEdit.apply(todo, change))
                    .orElseThrow(() -> new ApiException(Problem.TODO_NOT_FOUND));
            try {
                store.replace(
                        ref,
                        Json.bytes(with(todos, edited)),
                        MediaType.APPLICATION_JSON_VALUE,
                        before.metadata(),
                        before.etag());
                return edited;
            } catch (ObjectChangedException e) {
                if (attempt == ATTEMPTS || ifMatch != null) {
                    throw changed();
                }
            }
        }
    }

    private static ApiException changed() {
        return new ApiException(
                Problem.CONFLICT, "The todos were changed by somebody else meanwhile. Load them again and repeat.");
    }

    private static Todos with(Todos before, Todo edited) {
        List<Todo> todos = before.todos().stream()
                .map(todo -> todo.id().equals(edited.id()) ? edited : todo)
                .toList();
        Todos.Metadata old = before.metadata();
        int high = (int)
                todos.stream().filter(todo -> todo.priority() == Priority.HIGH).count();
        return new Todos(
                before.generatedAt(),
                before.sessionId(),
                before.version(),
                before.run(),
                todos,
                before.summary(),
                new Todos.Metadata(todos.size(), high, old.estimatedTime(), old.engine(), old.model(), old.warnings()));
    }
}
