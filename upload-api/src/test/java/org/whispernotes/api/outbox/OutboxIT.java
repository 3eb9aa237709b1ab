package org.whispernotes.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.api.TestDatabase;
import org.whispernotes.api.outbox.OutboxEntry.Kind;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Entries are done once at a time, in a session's order, and by somebody else when their relay dies. */
class OutboxIT {

    private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Outbox outbox = at(NOW);

    @Test
    void two_relays_never_hold_the_same_entry() {
        for (int i = 0; i < 40; i++) {
            add(UUID.randomUUID(), Kind.END);
        }
        List<Long> leased = Flux.range(0, 8)
                .flatMap(i -> Flux.defer(outbox::lease).subscribeOn(Schedulers.boundedElastic()), 8)
                .map(OutboxEntry::id)
                .collectList()
                .block(Duration.ofSeconds(20));
        List<OutboxEntry> more;
        while (!(more = outbox.lease().collectList().block()).isEmpty()) {
            more.forEach(entry -> leased.add(entry.id()));
        }
        assertThat(leased).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void entries_of_a_session_are_done_in_their_order() {
        UUID session = UUID.randomUUID();
        add(session, Kind.START);
        add(session, Kind.END);
        OutboxEntry first = outbox.lease().collectList().block().get(0);
        assertThat(first.kind()).isEqualTo(Kind.START);
        assertThat(outbox.lease().collectList().block()).isEmpty();
        outbox.done(first).block();
        assertThat(outbox.lease().collectList().block())
                .extracting(OutboxEntry::kind)
                .containsExactly(Kind.END);
    }

    @Test
    void what_a_dead_relay_held_is_taken_over() {
        add(UUID.randomUUID(), Kind.END);
        assertThat(outbox.lease().collectList().block()).hasSize(1);
        assertThat(at(NOW.plusSeconds(59)).lease().collectList().block()).isEmpty();
        assertThat(at(NOW.plusSeconds(61)).lease().collectList().block())
                .singleElement()
                .satisfies(entry -> assertThat(entry.attempts()).isEqualTo(2));
    }

    @Test
    void what_failed_waits_until_it_is_due_again() {
        add(UUID.randomUUID(), Kind.END);
        OutboxEntry entry = outbox.lease().blockFirst();
        outbox.postpone(entry, NOW.plusSeconds(4), "store away").block();
        assertThat(at(NOW.plusSeconds(3)).lease().collectList().block()).isEmpty();
        assertThat(at(NOW.plusSeconds(5)).lease().collectList().block()).hasSize(1);
    }

    @Test
    void a_start_waits_until_its_session_is_released() {
        UUID session = UUID.randomUUID();
        database.run("insert into sessions (id, user_id, filename, content_type, size_bytes, status, stage, video_path,"
                + " queued_at) values ('" + session + "', '" + USER
                + "', 'a.mp4', 'video/mp4', 1, 'QUEUED', 'queue', 'x', now())");
        add(session, Kind.START);
        assertThat(outbox.lease().collectList().block()).isEmpty();
        database.run("update sessions set released_at = now()");
        assertThat(outbox.lease().collectList().block()).hasSize(1);
    }

    private void add(UUID session, Kind kind) {
        outbox.add(session, USER, 1, kind, Map.of()).block();
    }

    private Outbox at(Instant time) {
        OutboxSettings settings =
                new OutboxSettings(Duration.ofSeconds(1), Duration.ofSeconds(60), 5, 4, Duration.ofSeconds(30));
        return new Outbox(database.client(), settings, Clock.fixed(time, ZoneOffset.UTC));
    }
}
