package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.beans.factory.annotation.Autowired;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;

/** What fell through is found. */
class ReconcilerIT extends ApiTest {

    @Autowired
    private Sessions sessions;

    @Autowired
    private SessionChanges changes;

    @Autowired
    private AmqpAdmin broker;

    private Reconciler reconciler;

    @BeforeEach
    void impatient() {
        // Scratch counts as old at once; a session is abandoned after half an hour.
        ReconcilerSettings settings =
                new ReconcilerSettings(Duration.ofSeconds(1), Duration.ofMinutes(30), Duration.ofMillis(1));
        reconciler = new Reconciler(db, sessions, changes, documents.store(), broker, settings, Clock.systemUTC());
    }

    @Test
    void a_session_that_nobody_works_on_is_begun_again_but_not_while_messages_wait() {
        UUID id = id(upload("a.mp4", new byte[] {1}));
        awaitStarted(id, 1);
        say(id, 1, SessionEvent.Kind.STARTED, Stage.TRANSCRIBE);
        awaitStatus(id, "PROCESSING");
        // As after a broker that lost its data: no message, and nothing stored lately.
        documents.store().deleteAll(Bucket.WORK, ObjectKeys.runPrefix(id, 1));
        age(id);
        await().atMost(LIMIT)
                .until(() -> broker.getQueueInfo(PipelineQueue.PLAN.queueName()).getMessageCount() > 0);
        reconciler.reconcile();
        assertThat(documents.exists(ObjectKeys.job(id, 1))).isFalse();

        Topology.pipelineQueues().forEach(queue -> broker.purgeQueue(queue.queueName()));
        reconciler.reconcile();

        awaitStarted(id, 1);
        await().atMost(LIMIT)
                .until(() -> broker.getQueueInfo(PipelineQueue.PLAN.queueName()).getMessageCount() > 0);
        assertThat(session(id)).containsEntry("status", "PROCESSING");
    }

    @Test
    void scratch_of_a_run_that_has_ended_is_removed_and_that_of_a_wanted_one_stays() {
        UUID ended = id(upload("a.mp4", new byte[] {1}));
        UUID wanted = id(upload("b.mp4", new byte[] {1}));
        awaitStarted(ended, 1);
        awaitStarted(wanted, 1);
        say(ended, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(ended, "COMPLETED");
        await().atMost(LIMIT).until(() -> !documents.exists(ObjectKeys.job(ended, 1)));
        // A worker that did not hear in time.
        documents.write(ObjectKeys.chunk(ended, 1, 3), Map.of("late", true));
        documents.write(ObjectKeys.chunk(UUID.randomUUID(), 1, 0), Map.of("nobody", "knows"));

        await().atMost(LIMIT).untilAsserted(() -> {
            reconciler.reconcile();
            assertThat(documents.exists(ObjectKeys.chunk(ended, 1, 3))).isFalse();
        });
        assertThat(documents.exists(ObjectKeys.job(wanted, 1))).isTrue();
    }

    @Test
    void an_upload_that_is_never_finished_goes() {
        UUID id = UUID.fromString((String)
                json(api.post().uri("/api/uploads").bodyValue(Map.of("filename", "a.mp4", "sizeBytes", 5)), 201)
                        .get("sessionId"));
        db.sql("update uploads set expires_at = now() - interval '1 s' where session_id = :id")
                .bind("id", id)
                .then()
                .block();

        reconciler.reconcile();

        json(api.get().uri("/api/sessions/{id}", id), 404);
    }

    private void age(UUID id) {
        db.sql("update sessions set updated_at = now() - interval '1 hour' where id = :id")
                .bind("id", id)
                .then()
                .block();
    }
}
