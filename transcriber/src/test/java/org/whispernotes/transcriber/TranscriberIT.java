package org.whispernotes.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Job;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.broker.ConfirmedPublisher;
import org.whispernotes.runtime.step.RunRegistry;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.testing.Servers;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Samples;

/** A recording's way through the transcriber, on real servers and with the real model. */
@SpringBootTest(
        classes = TranscriberApplication.class,
        properties = {
            "notes.port=0",
            "notes.worker-id=worker-under-test",
            "notes.broker.retry-delays=1s",
            "notes.transcriber.recogniser.threads=1",
            "notes.transcriber.chunks-in-flight=2",
            "notes.transcriber.activity.first-chunk=4s",
            "notes.transcriber.activity.max-chunk=8s"
        })
class TranscriberIT {

    private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Duration LONG = Duration.ofMinutes(3);
    /** Seconds before anybody talks in a call: more than a stored piece. */
    private static final int RINGING = 61;
    /** Seconds of a turn of a call. */
    private static final double TURN = 6;

    @Autowired
    private ConfirmedPublisher publisher;

    @Autowired
    private Documents documents;

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private RunRegistry runs;

    private final UUID session = UUID.randomUUID();
    private final RecordingUploaded uploaded = new RecordingUploaded(session, USER, 1);
    private final List<SessionEvent> events = new ArrayList<>();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        Servers.register(registry);
        registry.add("notes.models-dir", () -> LocalModels.settings().modelsDir());
    }

    @BeforeAll
    static void models() {
        LocalModels.require("base", "ct2/model.bin");
        LocalModels.require("silero-vad", "silero_vad_16k_sequence.onnx");
    }

    @BeforeEach
    void emptyQueues() {
        for (PipelineQueue queue : PipelineQueue.values()) {
            rabbit.execute(channel -> channel.queuePurge(queue.queueName()));
        }
        rabbit.execute(channel -> channel.queuePurge(Topology.DEAD_LETTERS));
    }

    @Test
    void a_recording_becomes_a_transcript_over_several_chunks() {
        upload("meeting.wav", repeated(6));

        publisher.publish(uploaded);
        awaitTranscript();

        Transcript transcript = transcript();
        assertThat(plain(transcript.text())).isEqualTo(plain((Samples.TEXT + " ").repeat(6)));
        assertThat(transcript.language()).isEqualTo("en");
        assertThat(transcript.duration()).isCloseTo(6 * (Samples.SECONDS + 1), within(0.5));
        assertThat(transcript.segments())
                .extracting(Segment::id)
                .isEqualTo(
                        IntStream.range(0, transcript.segments().size()).boxed().toList());
        assertThat(transcript.segments()).isSortedAccordingTo((a, b) -> Double.compare(a.start(), b.start()));
        assertThat(transcript.coverage().transcribedSeconds())
                .isGreaterThan(0.8 * transcript.coverage().speechSeconds());
        assertThat(transcript.engine().model()).isEqualTo("base");
        assertThat(transcript.processing().workers()).containsExactly("worker-under-test");
        assertThat(plan().chunks()).hasSizeGreaterThan(3);
        assertThat(receivedEvents())
                .extracting(SessionEvent::kind, SessionEvent::stage)
                .contains(
                        tuple(SessionEvent.Kind.STARTED, Stage.PREPARE),
                        tuple(SessionEvent.Kind.FINISHED, Stage.PREPARE),
                        tuple(SessionEvent.Kind.FINISHED, Stage.ASSEMBLE));
        assertThat(liveText())
                .as("what was shown while it was heard")
                .containsExactlyInAnyOrderElementsOf(
                        transcript.segments().stream().map(Segment::text).toList());
    }

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
        upload("resumed.wav", repeated(4));
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
        upload("again.wav", repeated(3));
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
    void a_call_with_one_person_a_side_has_two_speakers_even_where_both_sound_the_same() {
        upload("call.wav", wav(call(4), 2));

        publisher.publish(uploaded);
        awaitTranscript();

        assertThat(plan().channels()).isEqualTo(2);
        assertThat(transcript().speakers()).hasSize(2);
        for (Segment segment : transcript().segments()) {
            int turn = (int) ((segment.start() - RINGING) / TURN);
            assertThat(segment.speaker()).as("at %s s", segment.start()).isEqualTo("SPEAKER_0" + turn % 2);
        }
    }

    @Test
    void a_recording_without_speech_has_an_empty_transcript() {
        upload("silence.wav", wav(new byte[2 * 8_000 * 20]));

        publisher.publish(uploaded);
        awaitTranscript();

        assertThat(transcript().segments()).isEmpty();
        assertThat(transcript().text()).isEmpty();
        assertThat(transcript().language()).isNull();
        assertThat(transcript().duration()).isCloseTo(20, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"empty, empty-file", "text, not-media", "video-only, no-audio", "cut, truncated", "playlist, playlist"})
    void what_is_wrong_with_the_recording_fails_the_session_and_is_no_dead_letter(String what, String code) {
        upload(what + ".mp4", broken(what));

        publisher.publish(uploaded);
        SessionEvent failed = await().atMost(LONG)
                .until(
                        () -> receivedEvents().stream()
                                .filter(e -> e.kind() == SessionEvent.Kind.FAILED)
                                .findFirst()
                                .orElse(null),
                        e -> e != null);

        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.replayable()).isFalse();
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_cancelled_run_stops_within_two_seconds() {
        upload("long.wav", repeated(60));
        publisher.publish(uploaded);
        await().atMost(LONG).until(() -> !liveText().isEmpty());

        documents.store().deleteAll(Bucket.WORK, ObjectKeys.sessionPrefix(session));
        publisher.broadcast(new CancelRun(session, 1));
        Instant cancelled = Instant.now();
        await().atMost(Duration.ofSeconds(20)).until(() -> depth(PipelineQueue.CHUNKS.queueName()) == 0 && !isBusy());

        assertThat(Duration.between(cancelled, Instant.now())).isLessThan(Duration.ofSeconds(4));
        assertThat(documents.exists(ObjectKeys.transcript(session))).isFalse();
    }

    private byte[] broken(String what) {
        byte[] whole = Samples.bytes("moov-at-end.mp4");
        return switch (what) {
            case "empty" -> new byte[0];
            case "text" -> "just text\n".repeat(100).getBytes(StandardCharsets.UTF_8);
            case "video-only" -> Samples.bytes("video-only.mp4");
            case "cut" -> Arrays.copyOf(whole, whole.length / 2);
            default -> "#EXTM3U\n/etc/passwd\n".getBytes(StandardCharsets.UTF_8);
        };
    }

    private void upload(String filename, byte[] content) {
        ObjectRef media = ObjectKeys.original(session, filename);
        documents.store().write(media, new ByteArrayInputStream(content), "application/octet-stream");
        documents.write(
                ObjectKeys.job(session, 1),
                new Job(
                        session,
                        USER,
                        1,
                        filename,
                        media.path(),
                        content.length,
                        SessionOptions.defaults(),
                        Instant.now(),
                        null));
    }

    /** The sample again and again, with a second of silence after each, as 8 kHz wave file. */
    private static byte[] repeated(int times) {
        float[] speech = Samples.samples("speech.flac");
        int step = speech.length / 2 + 8_000;
        byte[] pcm = new byte[2 * times * step];
        for (int t = 0; t < times; t++) {
            for (int i = 0; i < speech.length / 2; i++) {
                int value = Math.round(speech[2 * i] * 32_767);
                pcm[2 * (t * step + i)] = (byte) value;
                pcm[2 * (t * step + i) + 1] = (byte) (value >> 8);
            }
        }
        return wav(pcm);
    }

    /** First the same faint noise on both sides, then the sample as often as asked for: left, right, left, at 8 kHz. */
    private static byte[] call(int times) {
        float[] speech = Samples.samples("speech.flac");
        Random random = new Random(1);
        ByteBuffer pcm = ByteBuffer.allocate((int) (4 * 8_000 * (RINGING + times * TURN)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 8_000 * RINGING; i++) {
            short noise = (short) (random.nextGaussian() * 20);
            pcm.putShort(noise).putShort(noise);
        }
        for (int turn = 0; turn < times; turn++) {
            for (int i = 0; i < 8_000 * TURN; i++) {
                short value = 2 * i < speech.length ? (short) Math.round(speech[2 * i] * 32_767) : 0;
                pcm.putShort(turn % 2 == 0 ? value : 0).putShort(turn % 2 == 0 ? 0 : value);
            }
        }
        return pcm.array();
    }

    private static byte[] wav(byte[] pcm) {
        return wav(pcm, 1);
    }

    private static byte[] wav(byte[] pcm, int channels) {
        ByteBuffer file = ByteBuffer.allocate(44 + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + pcm.length);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        file.putShort((short) channels)
                .putInt(8_000)
                .putInt(16_000 * channels)
                .putShort((short) (2 * channels))
                .putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(pcm.length).put(pcm);
        return file.array();
    }

    private Transcript transcript() {
        return documents.read(ObjectKeys.transcript(session), Transcript.class);
    }

    private Plan plan() {
        return documents.read(ObjectKeys.plan(session, 1), Plan.class);
    }

    /** Waits for this session's own message: one of an earlier test may come late. */
    private void awaitTranscript() {
        await().atMost(LONG).until(() -> {
            Message message = rabbit.receive(PipelineQueue.TODOS.queueName());
            return message != null
                    && Json.read(message.getBody(), TranscriptCompleted.class)
                            .sessionId()
                            .equals(session);
        });
    }

    private void awaitIdle() {
        await().atMost(LONG)
                .until(() -> depth(PipelineQueue.PLAN.queueName()) == 0
                        && depth(PipelineQueue.CHUNKS.queueName()) == 0
                        && depth(PipelineQueue.ASSEMBLE.queueName()) == 0
                        && !isBusy());
    }

    private boolean isBusy() {
        return runs.isActive(session);
    }

    private long depth(String queue) {
        Long count = rabbit.execute(channel -> channel.messageCount(queue));
        return count == null ? 0 : count;
    }

    private List<SessionEvent> receivedEvents() {
        Message message = rabbit.receive(PipelineQueue.SESSIONS.queueName());
        while (message != null) {
            SessionEvent event = Json.read(message.getBody(), SessionEvent.class);
            if (event.sessionId().equals(session)) {
                events.add(event);
            }
            message = rabbit.receive(PipelineQueue.SESSIONS.queueName());
        }
        return events;
    }

    /** Texts of the segments that the people watching saw. */
    private List<String> liveText() {
        List<String> texts = new ArrayList<>();
        var entries = redis.opsForStream().range(ProgressKeys.events(session), Range.unbounded());
        if (entries != null) {
            entries.forEach(entry -> entry.getValue().values().forEach(value -> {
                String json = value.toString();
                if (json.contains("\"segment\"")) {
                    texts.add(Json.mapper()
                            .readTree(json)
                            .path("segment")
                            .path("text")
                            .asString());
                }
            }));
        }
        return texts;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").strip();
    }
}
