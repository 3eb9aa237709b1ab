package org.whispernotes.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.whispernotes.api.TestDatabase;
import org.whispernotes.api.problem.ApiException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whose turn it is, how many at once, and when there is no room. */
class BacklogIT {

    private static final UUID ANN = new UUID(0, 0xa);
    private static final UUID BOB = new UUID(0, 0xb);

    private final TestDatabase database = TestDatabase.create();
    private final List<UUID> sessions = new ArrayList<>();
    private Instant queued = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void users() {
        database.run("insert into users (id, name) values ('" + ANN + "', 'Ann'), ('" + BOB + "', 'Bob')");
    }

    @Test
    void first_come_first_served() {
        enqueue(ANN, ANN, BOB);
        assertThat(releasedOneByOne(QueueOrder.FIFO)).containsExactly(0, 1, 2);
    }

    @Test
    void newest_first() {
        enqueue(ANN, ANN, BOB);
        assertThat(releasedOneByOne(QueueOrder.LIFO)).containsExactly(2, 1, 0);
    }

    @Test
    void highest_priority_first() {
        enqueue(ANN, ANN, BOB);
        database.run("update sessions set priority = 5 where id = '" + sessions.get(1) + "'");
        assertThat(releasedOneByOne(QueueOrder.PRIORITY)).containsExactly(1, 0, 2);
    }

    @Test
    void users_take_turns_however_many_sessions_each_has() {
        enqueue(ANN, ANN, ANN, ANN, BOB, BOB);
        assertThat(releasedOneByOne(QueueOrder.FAIR)).containsExactly(0, 4, 1, 5, 2, 3);
    }

    @Test
    void whoever_has_sessions_under_way_comes_after_whoever_has_none() {
        enqueue(ANN, ANN);
        backlog(QueueOrder.FAIR, 1).release().block();
        enqueue(BOB);
        backlog(QueueOrder.FAIR, 2).release().block();
        assertThat(released()).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void no_more_are_released_than_may_be_under_way_whoever_decides() {
        UUID[] many = new UUID[30];
        java.util.Arrays.fill(many, ANN);
        enqueue(many);
        Backlog one = backlog(QueueOrder.FIFO, 4);
        Backlog other = backlog(QueueOrder.FIFO, 4);

        Mono.when(java.util.stream.IntStream.range(0, 8)
                        .mapToObj(i -> Mono.defer(() -> (i % 2 == 0 ? one : other).release())
                                .subscribeOn(Schedulers.boundedElastic()))
                        .toList())
                .block(Duration.ofSeconds(20));

        assertThat(released()).containsExactly(0, 1, 2, 3);
        database.run("update sessions set status = 'COMPLETED' where id = '" + sessions.get(0) + "'");
        assertThat(one.release().block()).isEqualTo(1);
        assertThat(one.release().block()).isZero();
    }

    @Test
    void a_full_queue_says_when_to_come_back() {
        enqueue(ANN, ANN, BOB);
        Backlog backlog = backlog(QueueOrder.FIFO, 4);
        assertThatThrownBy(() -> backlog.requireRoom(3).block())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem().httpStatus()).isEqualTo(429));
        backlog.requireRoom(2).block();
    }

    private List<Integer> releasedOneByOne(QueueOrder order) {
        List<Integer> inOrder = new ArrayList<>();
        Backlog backlog = backlog(order, 1);
        for (int i = 0; i < sessions.size(); i++) {
            assertThat(backlog.release().block()).isEqualTo(1);
            inOrder.addAll(released());
            // In fair order what was served counts while it is under way, so it stays until the next one's turn.
            int active = order == QueueOrder.FAIR ? i + 2 : 1;
            backlog = backlog(order, active);
            if (order != QueueOrder.FAIR) {
                database.run("update sessions set status = 'COMPLETED' where released_at is not null");
            }
        }
        return inOrder.stream().distinct().toList();
    }

    private List<Integer> released() {
        return database.client()
                .sql("select id from sessions where released_at is not null and status = 'QUEUED' order by queued_at")
                .map(row -> sessions.indexOf(row.get("id", UUID.class)))
                .all()
                .collectList()
                .block();
    }

    private Backlog backlog(QueueOrder order, int active) {
        return new Backlog(
                database.client(),
                database.transaction(),
                new QueueSettings(order, active, 5, Duration.ofSeconds(1), Duration.ofSeconds(1), 10),
                Clock.systemUTC());
    }

    private void enqueue(UUID... users) {
        for (UUID user : users) {
            UUID id = UUID.randomUUID();
            sessions.add(id);
            queued = queued.plusSeconds(1);
            database.run(
                    "insert into sessions (id, user_id, filename, content_type, size_bytes, status, stage, video_path,"
                            + " queued_at) values ('" + id + "', '" + user
                            + "', 'a.mp4', 'video/mp4', 1, 'QUEUED', 'queue', 'x', '"
                            + queued + "')");
        }
    }
}
