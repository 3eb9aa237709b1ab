package org.whispernotes.api.deadletter;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /api/admin/dead-letters}: what failed and why. */
@RestController
@RequestMapping("/api/admin/dead-letters")
class DeadLetterController {

    private static final int MAX_PAGE = 500;

    private final DeadLetters letters;
    private final Audit audit;

    DeadLetterController(DeadLetters letters, Audit audit) {
        this.letters = letters;
        this.audit = audit;
    }

    record Page(List<DeadLetterView.Line> deadLetters, long total) {}

    @Operation(summary = "List and filter, newest first; status OPEN unless said otherwise, 'ALL' for every status")
    @GetMapping
    Mono<Page> list(
            @RequestParam(defaultValue = "OPEN") String status,
            @RequestParam(required = false) @Nullable String queue,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable UUID sessionId,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "0") int offset) {
        DeadLetterFilter filter = new DeadLetterFilter(status(status), queue, group, sessionId, text, from, to);
        requireBounds(limit, offset);
        return letters.search(filter, limit, offset)
                .map(DeadLetterView.Line::of)
                .collectList()
                .zipWith(letters.count(filter), Page::new);
    }

    @Operation(summary = "Groups by cause: exception and step, the largest first")
    @GetMapping("/groups")
    Flux<DeadLetters.Group> groups(@RequestParam(defaultValue = "OPEN") String status) {
        return letters.groups(new DeadLetterFilter(status(status), null, null, null, null, null, null));
    }

    @Operation(summary = "Who did what, when and why, newest first")
    @GetMapping("/audit")
    Flux<Audit.Entry> audit(@RequestParam(defaultValue = "100") int limit) {
        requireBounds(limit, 0);
        return audit.latest(limit);
    }

    @Operation(summary = "One with all headers, payload, the broker's x-death and its history")
    @GetMapping("/{id}")
    Mono<DeadLetterView.Full> get(@PathVariable UUID id) {
        return letters.get(id)
                .flatMap(letter -> audit.of(id).collectList().map(entries -> DeadLetterView.Full.of(letter, entries)));
    }

    private static DeadLetter.@Nullable Status status(String name) {
        try {
            return name.equals("ALL") ? null : DeadLetter.Status.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new ApiException(Problem.INVALID_REQUEST, "status must be OPEN, REPLAYED, DISCARDED or ALL.");
        }
    }

    private static void requireBounds(int limit, int offset) {
        if (limit < 1 || limit > MAX_PAGE || offset < 0) {
            throw new ApiException(
                    Problem.INVALID_REQUEST, "limit must lie between 1 and " + MAX_PAGE + ", offset at 0 or above.");
        }
    }
}
