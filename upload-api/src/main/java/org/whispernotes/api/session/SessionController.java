package org.whispernotes.api.session;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import reactor.core.publisher.Mono;

/** {@code /api/sessions}. */
@RestController
@RequestMapping("/api/sessions")
class SessionController {

    private static final int MAX_PAGE = 200;

    private final Sessions sessions;
    private final SessionViews views;
    private final SessionActions actions;

    SessionController(Sessions sessions, SessionViews views, SessionActions actions) {
        this.sessions = sessions;
        this.views = views;
        this.actions = actions;
    }

    /** @param nextCursor asks for the next page; null on the last one */
    record Page(List<SessionView> sessions, @Nullable String nextCursor) {}

    /** @param priority decides while the session waits, where the queue is ordered by it */
    record Edit(@Nullable String filename, @Nullable Integer priority) {}

    /**
     * @param fromStage {@code prepare} (all of it), {@code transcribe}, {@code assemble} or {@code todos}; the answer's
     *     fromStage is where the run really begins, because scratch goes with the run that made it
     * @param options replace those of the run before
     */
    record Retry(@Nullable String fromStage, @Nullable SessionOptions options) {}

    @Operation(summary = "List, search and page: newest first")
    @GetMapping
    Mono<Page> list(
            User user,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable List<SessionStatus> status,
            @RequestParam(required = false) @Nullable UUID batchId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new ApiException(Problem.INVALID_REQUEST, "limit must lie between 1 and " + MAX_PAGE + ".");
        }
        SessionSearch search = new SessionSearch(
                status == null ? List.of() : status,
                batchId,
                SessionSearch.patternOf(query),
                cursor == null || cursor.isEmpty() ? null : SessionSearch.Cursor.parse(cursor),
                limit + 1);
        return sessions.search(user, search).collectList().flatMap(found -> page(found, limit));
    }

    private Mono<Page> page(List<Session> found, int limit) {
        List<Session> shown = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? SessionSearch.Cursor.of(shown.get(limit - 1)).toString()
                : null;
        return views.of(shown).map(page -> new Page(page, next));
    }

    @Operation(summary = "One session")
    @GetMapping("/{id}")
    Mono<SessionView> get(User user, @PathVariable UUID id) {
        return sessions.get(id, user).flatMap(views::of);
    }

    @Operation(summary = "Rename, or change the priority")
    @PatchMapping("/{id}")
    Mono<SessionView> edit(User user, @PathVariable UUID id, @RequestBody Edit change) {
        return actions.edit(id, user, change.filename(), change.priority()).flatMap(views::of);
    }

    @Operation(summary = "Delete the session and everything that is stored for it")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(User user, @PathVariable UUID id) {
        return actions.delete(id, user);
    }

    @Operation(summary = "Stop, waiting or running")
    @PostMapping("/{id}/cancel")
    Mono<SessionView> cancel(User user, @PathVariable UUID id) {
        return actions.cancel(id, user).flatMap(views::of);
    }

    @Operation(summary = "Run again: whole or from a stage, with other options; earlier results stay as versions")
    @PostMapping("/{id}/retry")
    Mono<SessionView> retry(User user, @PathVariable UUID id, @RequestBody(required = false) @Nullable Retry request) {
        Retry wanted = request == null ? new Retry(null, null) : request;
        return actions.retry(id, user, wanted.fromStage(), wanted.options()).flatMap(views::of);
    }
}
