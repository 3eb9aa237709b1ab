package org.whispernotes.api.queue;

import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.user.User;
import reactor.core.publisher.Mono;

/** {@code GET /api/queue}. */
@RestController
class QueueController {

    private final QueueState state;

    QueueController(QueueState state) {
        this.state = state;
    }

    /**
     * @param depth sessions waiting or under way
     * @param waiting of those in the backlog
     * @param active of those with the broker or a worker
     * @param maxSize more are refused
     * @param order in which waiting sessions get their turn
     * @param position of the user's next waiting session, from 1; null when none waits
     * @param etaSeconds until all of the user's sessions are completed; null when none is there or nothing was measured
     * @param etaError how far off such estimates were lately: median of |said - actual| / actual; null when not known
     */
    record Queue(
            long depth,
            long waiting,
            long active,
            int maxSize,
            QueueOrder order,
            @Nullable Long position,
            @Nullable Double etaSeconds,
            @Nullable Double etaError) {}

    @Operation(summary = "How much there is to do, and when it is my turn")
    @GetMapping("/api/queue")
    Mono<Queue> queue(User user) {
        return state.of(user);
    }
}
