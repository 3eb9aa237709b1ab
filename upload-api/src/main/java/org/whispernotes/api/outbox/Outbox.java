package org.whispernotes.api.outbox;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.outbox.OutboxEntry.Kind;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * The table behind the relay. An entry is written in the transaction of the change that calls for it, leased by one
 * relay at a time, and removed when it is done. Entries of a session are done in the order in which they were written.
 */
@Component
public class Outbox {

    private static final String COLUMNS = "id, session_id, user_id, run, kind, detail::text as detail, attempts";

    private final DatabaseClient db;
    private final OutboxSettings settings;
    private final Clock clock;

    Outbox(DatabaseClient db, OutboxSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes part in the caller's transaction. Wake the relay once that is committed. */
    public Mono<Void> add(UUID sessionId, UUID userId, int run, Kind kind, Map<String, String> detail) {
        return db.sql("""
                        insert into outbox (session_id, user_id, run, kind, detail, created_at)
                        values (:sessionId, :userId, :run, :kind, cast(:detail as jsonb), :now)
                        """)
                .bind("sessionId", sessionId)
                .bind("userId", userId)
                .bind("run", run)
                .bind("kind", kind.name())
                .bind("detail", Json.text(detail))
                .bind("now", clock.instant())
                .then();
    }

    /** Leases what is due; another relay gets it only when the lease has run out. */
    Flux<OutboxEntry> lease() {
        Instant now = clock.instant();
        return db.sql("""
                        update outbox set leased_until = :until, attempts = attempts + 1
                        where id in (
                            select o.id from outbox o
                            where (o.leased_until is null or o.leased_until < :now)
                              and not exists (select 1 from outbox e where e.session_id = o.session_id and e.id < o.id)
                              and (o.kind <> 'START' or not exists (
                                    select 1 from sessions s where s.id = o.session_id and s.run = o.run
                                       and s.status = 'QUEUED' and s.released_at is null))
                            order by o.id
                            limit :limit
                            for update skip locked)
                        returning\s""" + COLUMNS)
                .bind("now", now)
                .bind("until", now.plus(settings.lease()))
                .bind("limit", settings.batch())
                .map(Outbox::read)
                .all();
    }

    /** It has happened. */
    Mono<Void> done(OutboxEntry entry) {
        return db.sql("delete from outbox where id = :id")
                .bind("id", entry.id())
                .then();
    }

    /** It has not happened; it is due again at that time. */
    Mono<Void> postpone(OutboxEntry entry, Instant until, String error) {
        return db.sql("update outbox set leased_until = :until, last_error = :error where id = :id")
                .bind("until", until)
                .bind("error", error)
                .bind("id", entry.id())
                .then();
    }

    private static OutboxEntry read(Readable row) {
        String detail = Objects.requireNonNull(row.get("detail", String.class));
        return new OutboxEntry(
                Objects.requireNonNull(row.get("id", Long.class)),
                Objects.requireNonNull(row.get("session_id", UUID.class)),
                Objects.requireNonNull(row.get("user_id", UUID.class)),
                Objects.requireNonNull(row.get("run", Integer.class)),
                Kind.valueOf(Objects.requireNonNull(row.get("kind", String.class))),
                Json.mapper().readValue(detail, new TypeReference<Map<String, String>>() {}),
                Objects.requireNonNull(row.get("attempts", Integer.class)));
    }
}
