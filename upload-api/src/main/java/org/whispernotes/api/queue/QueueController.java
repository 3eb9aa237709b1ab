package org.whispernotes.api.queue;

import io.swagger.v3.oas.annotations.Operation;
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

    @Operation(summary = "How much there is to do, and when it is my turn")
    @GetMapping("/api/queue")
    Mono<QueueView> queue(User user) {
        return state.of(user);
    }
}
