package org.whispernotes.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.Json;
import org.whispernotes.transcriber.testing.Samples;
import org.whispernotes.transcriber.testing.Waves;

/** Messages that come twice, workers that die, runs that begin anew or are given up. */
class RepeatedWorkIT extends TranscriberTest {

    @Test
    void every_message_twice_gives_the_same_transcript_once() {
        upload("twice.flac", Samples.bytes("speech.flac"));

        publisher.publishAll(List.of(uploaded, uploaded));
        awaitTranscript();
        String first = Json.text(transcript());
        publisher.publishAll(List.of(
                uploaded, new ChunkReady(session, USER, 1, 0), new TranscriptAssemble(session, USER, 1), uploaded));
        awaitIdle();

        assertThat(Json.text(transcript())).isEqualTo(first);
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_chunk_whose_worker_died_is_heard_again_and_the_others_are_not() {
        upload("resumed.wav", Waves.repeated(4));
        publisher.publish(uploaded);
        awaitTranscript();
        ChunkResult kept = documents.read(ObjectKeys.chunk(session, 1, 0), ChunkResult.class);
        ChunkResult marked = new ChunkResult(
                kept.index(), kept.segments(), "xx", 1.0, kept.engine(), kept.recogniseSeconds(), "another-worker");
        documents.write(ObjectKeys.chunk(session, 1, 0), marked);
        documents.store().delete(ObjectKeys.chunk(session, 1, 1));
        documents.store().delete(ObjectKeys.transcript(session));
        emptyQueues();

        publisher.publishAll(List.of(uploaded, new ChunkReady(session, USER, 1, 1)));
        awaitTranscript();

        assertThat(transcript().processing().workers()).contains("another-worker", "worker-under-test");
        assertThat(plain(transcript().text())).isEqualTo(plain((Samples.TEXT + " ").repeat(4)));
    }

    @Test
    void a_run_that_begins_with_the_assembly_keeps_the_text_and_tells_the_speakers_anew() {
        upload("again.wav", Waves.repeated(3));
        publisher.publish(uploaded);
        awaitTranscript();
        Transcript first = transcript();
        Job job = documents.read(ObjectKeys.job(session, 1), Job.class);
        documents.write(
                ObjectKeys.job(session, 2),
                new Job(
                        session,
                        USER,
                        2,
                        job.filename(),
                        job.media(),
                        job.sizeBytes(),
                        new SessionOptions(
                                null, null, new SpeakerHint(2, null, null), null, null, null, null, null, null, null),
                        job.recordedAt(),
                        Stage.ASSEMBLE));

        publisher.publish(new RecordingUploaded(session, USER, 2));
        awaitTranscript();

        assertThat(transcript().run()).isEqualTo(2);
        assertThat(transcript().text()).isEqualTo(first.text());
        assertThat(transcript().engine()).isEqualTo(first.engine());
        assertThat(transcript().processing().stages()).containsEntry("recognise", 0.0);
        assertThat(transcript().segments().stream()
                        .flatMap(s -> s.words().stream())
                        .map(Word::start))
                .containsExactlyElementsOf(first.segments().stream()
                        .flatMap(s -> s.words().stream())
                        .map(Word::start)
                        .toList());
        assertThat(first.speakers()).hasSize(1);
        assertThat(transcript().speakers()).hasSize(2);
    }

    @Test
    void a_cancelled_run_stops_within_two_seconds() {
        upload("long.wav", Waves.repeated(60));
        publisher.publish(uploaded);
        await().atMost(LONG).until(() -> !liveText().isEmpty());

        documents.store().deleteAll(Bucket.WORK, ObjectKeys.sessionPrefix(session));
        publisher.broadcast(new CancelRun(session, 1));
        Instant cancelled = Instant.now();
        await().atMost(Duration.ofSeconds(20)).until(() -> depth(PipelineQueue.CHUNKS.queueName()) == 0 && !isBusy());

        assertThat(Duration.between(cancelled, Instant.now())).isLessThan(Duration.ofSeconds(4));
        assertThat(documents.exists(ObjectKeys.transcript(session))).isFalse();
    }
}
