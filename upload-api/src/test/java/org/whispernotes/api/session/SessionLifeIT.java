package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;

/** A session from upload to its end, as its events tell it. */
class SessionLifeIT extends ApiTest {

    private static final byte[] RECORDING = {1, 2, 3, 4};

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void goes_from_queued_over_processing_to_completed_and_leaves_no_scratch() {
        UUID id = id(upload("stand-up.mp4", RECORDING));
        awaitStarted(id, 1);
        Job job = documents.read(ObjectKeys.job(id, 1), Job.class);
        assertThat(job.filename()).isEqualTo("stand-up.mp4");
        assertThat(job.sizeBytes()).isEqualTo(4);
        assertThat(job.media()).isEqualTo("video-files/" + id + "/original.mp4");

        say(id, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        assertThat(awaitStatus(id, "PROCESSING")).containsEntry("stage", "prepare");
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.ASSEMBLE);
        assertThat(awaitSession(id, session -> "todos".equals(session.get("stage"))))
                .containsEntry("language", "en")
                .containsEntry("durationSeconds", 12.5);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        assertThat(awaitStatus(id, "COMPLETED")).containsEntry("percent", 100.0);

        await().atMost(LIMIT)
                .until(() -> documents
                        .store()
                        .list(Bucket.WORK, ObjectKeys.sessionPrefix(id))
                        .isEmpty());
        assertThat(redis.opsForValue().get(ProgressKeys.snapshot(id))).contains("\ncompleted\n");
    }

    @Test
    void late_and_doubled_events_change_nothing() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        say(id, 1, SessionEvent.Kind.STARTED, Stage.TRANSCRIBE);
        awaitStatus(id, "PROCESSING");
        say(id, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        Map<String, Object> completed = awaitStatus(id, "COMPLETED");
        fail(id, Problem.NO_AUDIO, false);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        say(id, 7, SessionEvent.Kind.FINISHED, Stage.ASSEMBLE);
        UUID other = id(upload("b.mp4", RECORDING));
        say(other, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        awaitStatus(other, "PROCESSING");

        Map<String, Object> now = session(id);
        assertThat(now.get("status")).isEqualTo("COMPLETED");
        assertThat(now.get("completedAt")).isEqualTo(completed.get("completedAt"));
        assertThat(now.get("errorCode")).isNull();
    }

    @Test
    void a_recordings_problem_fails_the_session_with_its_code_and_sentence() {
        UUID id = id(upload("silent.mp4", RECORDING));
        awaitStarted(id, 1);
        fail(id, Problem.NO_AUDIO, false);

        Map<String, Object> failed = awaitStatus(id, "FAILED");
        assertThat(failed)
                .containsEntry("errorCode", "no-audio")
                .containsEntry("errorMessage", Problem.NO_AUDIO.sentence())
                .containsEntry("replayable", false);
        await().atMost(LIMIT).until(() -> !documents.exists(ObjectKeys.job(id, 1)));
        assertThat(redis.opsForValue().get(ProgressKeys.snapshot(id))).contains("\nfailed\n");
    }

    @Test
    void what_can_be_replayed_keeps_its_scratch() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        fail(id, Problem.GAVE_UP, true);

        assertThat(awaitStatus(id, "FAILED")).containsEntry("replayable", true);
        await().atMost(LIMIT).until(() -> outboxOf(id) == 0);
        assertThat(documents.exists(ObjectKeys.job(id, 1))).isTrue();
    }

    @Test
    void todos_that_failed_leave_a_completed_session_with_a_warning() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        publisher.publish(SessionEvent.degraded(
                new RecordingUploaded(id, USER, 1), Stage.TODOS, "todos-failed", "no", "test", Instant.now()));

        assertThat(awaitStatus(id, "COMPLETED").get("warnings")).isEqualTo(List.of("todos-failed"));
    }

    private void fail(UUID id, Problem problem, boolean replayable) {
        publisher.publish(SessionEvent.failed(
                new RecordingUploaded(id, USER, 1), Stage.PREPARE, problem, null, replayable, "test", Instant.now()));
    }
}
