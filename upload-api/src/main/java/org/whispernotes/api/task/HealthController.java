package org.whispernotes.api.task;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.problem.DatabaseAway;
import reactor.core.publisher.Mono;

/** {@code GET /health}, as the queued protocol has it: whether tasks are taken. {@code /actuator/health} says more. */
@RestController
class HealthController {

    private final ApplicationAvailability availability;
    private final DatabaseClient db;

    HealthController(ApplicationAvailability availability, DatabaseClient db) {
        this.availability = availability;
        this.db = db;
    }

    @Operation(summary = "Whether tasks are taken: 200 healthy, 503 unhealthy")
    @GetMapping("/health")
    Mono<ResponseEntity<Map<String, String>>> health() {
        boolean ready = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
        return db.sql("select 1")
                .fetch()
                .first()
                .hasElement()
                .onErrorResume(DatabaseAway::is, away -> Mono.just(false))
                .map(answers -> answers && ready
                        ? ResponseEntity.ok(Map.of("status", "healthy"))
                        : ResponseEntity.status(503).body(Map.of("status", "unhealthy")));
    }
}
