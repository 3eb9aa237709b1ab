package org.whispernotes.api.deadletter;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.deadletter.Replays.Outcome;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replaying and discarding: one, a selection, a group or all. */
@RestController
@RequestMapping("/api/admin/dead-letters")
class ReplayController {

    private final DeadLetters letters;
    private final Replays replays;
    private final DeadLetterSettings settings;

    ReplayController(DeadLetters letters, Replays replays, DeadLetterSettings settings) {
        this.letters = letters;
        this.replays = replays;
        this.settings = settings;
    }

    /** @param payload replaces the original's; needs a reason */
    record One(
            @Nullable Boolean dryRun,
            @Nullable String reason,
            @Nullable String payload) {}

    /**
     * Exactly one of ids, group and all.
     *
     * @param rate messages a second
     */
    record Many(
            @Nullable List<UUID> ids,
            @Nullable String group,
            @Nullable Boolean all,
            @Nullable Boolean dryRun,
            @Nullable String reason,
            @Nullable Integer rate) {}

    /** @param left dead letters of the group, or all, that are open still: skipped, or beyond one request's limit */
    record Outcomes(List<Outcome> outcomes, long left) {}

    @Operation(summary = "Replay one: its session goes back to work; dryRun only says what would happen")
    @PostMapping("/{id}/replay")
    Mono<Outcome> replay(User user, @PathVariable UUID id, @RequestBody(required = false) @Nullable One request) {
        One wanted = request == null ? new One(null, null, null) : request;
        return letters.get(id)
                .flatMap(letter -> replays.replay(
                        letter, user, wanted.reason(), Boolean.TRUE.equals(wanted.dryRun()), wanted.payload()));
    }

    @Operation(summary = "Replay a selection, a group or all, no faster than the rate")
    @PostMapping("/replay")
    Mono<Outcomes> replay(User user, @RequestBody Many request) {
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        return carryOut(
                request, dryRun ? 0 : rate(request), letter -> replays.replay(letter, user, request.reason(), dryRun));
    }

    @Operation(summary = "Discard one, with a reason")
    @PostMapping("/{id}/discard")
    Mono<Outcome> discard(User user, @PathVariable UUID id, @RequestBody One request) {
        String reason = required(request.reason());
        return letters.get(id)
                .flatMap(letter -> replays.discard(letter, user, reason, Boolean.TRUE.equals(request.dryRun())));
    }

    @Operation(summary = "Discard a selection, a group or all, with a reason")
    @PostMapping("/discard")
    Mono<Outcomes> discard(User user, @RequestBody Many request) {
        String reason = required(request.reason());
        return carryOut(
                request, 0, letter -> replays.discard(letter, user, reason, Boolean.TRUE.equals(request.dryRun())));
    }

    private Mono<Outcomes> carryOut(Many request, int rate, Function<DeadLetter, Mono<Outcome>> action) {
        Flux<DeadLetter> selected = selected(request);
        Flux<DeadLetter> paced = rate == 0 ? selected : selected.delayElements(Duration.ofNanos(1_000_000_000L / rate));
        return paced.concatMap(action)
                .collectList()
                .flatMap(outcomes -> left(request).map(left -> new Outcomes(outcomes, left)));
    }

    private Flux<DeadLetter> selected(Many request) {
        List<UUID> ids = request.ids();
        if (ids != null) {
            if (ids.size() > settings.maxSelection()) {
                throw new ApiException(
                        Problem.INVALID_REQUEST, "At most " + settings.maxSelection() + " ids in one request.");
            }
            return Flux.fromIterable(ids).concatMap(letters::get);
        }
        return letters.search(filter(request), settings.maxSelection(), 0);
    }

    private Mono<Long> left(Many request) {
        return request.ids() != null ? Mono.just(0L) : letters.count(filter(request));
    }

    private static DeadLetterFilter filter(Many request) {
        String group = request.group();
        if (group != null) {
            return DeadLetterFilter.openGroup(group);
        }
        if (!Boolean.TRUE.equals(request.all())) {
            throw new ApiException(Problem.INVALID_REQUEST, "Say which: ids, group, or all: true.");
        }
        return DeadLetterFilter.open();
    }

    private int rate(Many request) {
        Integer rate = request.rate();
        if (rate != null && (rate < 1 || rate > 1000)) {
            throw new ApiException(Problem.INVALID_REQUEST, "rate must lie between 1 and 1000 messages a second.");
        }
        return rate == null ? settings.replayRate() : rate;
    }

    private static String required(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw new ApiException(Problem.INVALID_REQUEST, "Discarding needs a reason.");
        }
        return reason;
    }
}
