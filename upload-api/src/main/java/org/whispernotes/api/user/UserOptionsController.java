package org.whispernotes.api.user;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Mono;

/**
 * {@code /api/settings/options}: how this user's recordings are processed where a recording's own options say nothing. They
 * are taken over when a recording is queued; those that are queued already keep what they have.
 */
@RestController
class UserOptionsController {

    private final DatabaseClient db;

    UserOptionsController(DatabaseClient db) {
        this.db = db;
    }

    @Operation(summary = "My options for recordings that come without their own")
    @GetMapping("/api/settings/options")
    Mono<SessionOptions> options(User user) {
        return db.sql("select options::text as options from users where id = :id")
                .bind("id", user.id())
                .mapValue(String.class)
                .one()
                .map(json -> Json.mapper().readValue(json, SessionOptions.class))
                .defaultIfEmpty(SessionOptions.defaults());
    }

    @Operation(summary = "Set them; what is left out is the server's default again")
    @PutMapping("/api/settings/options")
    Mono<SessionOptions> set(User user, @RequestBody SessionOptions options) {
        return db.sql("update users set options = cast(:options as jsonb) where id = :id")
                .bind("id", user.id())
                .bind("options", Json.text(options))
                .fetch()
                .rowsUpdated()
                .then(options(user));
    }
}
