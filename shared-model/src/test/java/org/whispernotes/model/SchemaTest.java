package org.whispernotes.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.whispernotes.model.document.Coverage;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Gap;
import org.whispernotes.model.document.Priority;
import org.whispernotes.model.document.Processing;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.SegmentFlag;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.model.document.Summary;
import org.whispernotes.model.document.Todo;
import org.whispernotes.model.document.Todos;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.RecordingFacts;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Job;
import org.whispernotes.model.work.Plan;
import tools.jackson.databind.json.JsonMapper;

/** What the code writes is what the published schemas say, and comes back as it was. */
class SchemaTest {

    private static final String PUBLISHED = "https://whispernotes.org/schema/";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(
                    resolvers -> resolvers.mapPrefix(PUBLISHED, "classpath:org/whispernotes/model/schema/")));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final UUID SESSION = UUID.fromString("3f0f1a52-95c7-4d3c-8f5e-0c6a5a2f9d11");
    private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Engine ENGINE = new Engine("ggml", "1.7.1", "base", "f16");
    private static final Segment SEGMENT = new Segment(
            0,
            0.5,
            1.5,
            "Good morning.",
            "SPEAKER_00",
            "en",
            0.9,
            List.of(new Word("Good", 0.5, 0.9, 0.98, "SPEAKER_00"), new Word("morning.", 0.9, 1.5, null, null)),
            List.of(SegmentFlag.LOW_CONFIDENCE));
    private static final Segment BARE = new Segment(1, 2, 3, "Hello.", null, null, null, List.of(), List.of());

    static Stream<Arguments> written() {
        RecordingUploaded uploaded = new RecordingUploaded(SESSION, USER, 1);
        Summary.CitedLine line = new Summary.CitedLine("We ship on Friday.", "00:00:01", List.of(0));
        return Stream.of(
                Arguments.of(
                        "transcript",
                        new Transcript(
                                Transcript.VERSION,
                                SESSION,
                                1,
                                "en",
                                0.99,
                                12.5,
                                "Good morning. Hello.",
                                0.9,
                                List.of(SEGMENT, BARE),
                                List.of(new Speaker("SPEAKER_00", "Speaker 1")),
                                new Coverage(2, 1.5, List.of(new Gap(2.5, 3))),
                                ENGINE,
                                new Processing(1.5, List.of("w1"), Map.of("decode", 0.1)),
                                List.of())),
                Arguments.of(
                        "transcript",
                        new Transcript(
                                Transcript.VERSION,
                                SESSION,
                                2,
                                null,
                                null,
                                3,
                                "",
                                null,
                                List.of(),
                                List.of(),
                                new Coverage(0, 0, List.of()),
                                ENGINE,
                                new Processing(0, List.of(), Map.of()),
                                List.of("speakers-failed"))),
                Arguments.of(
                        "todos",
                        new Todos(
                                NOW,
                                SESSION,
                                Todos.VERSION,
                                1,
                                List.of(
                                        new Todo(
                                                "t1",
                                                "Send the report",
                                                Priority.HIGH,
                                                "00:00:01",
                                                "I send it",
                                                false,
                                                "Anna",
                                                "2026-03-02",
                                                "tomorrow",
                                                List.of(0),
                                                0.8),
                                        new Todo(
                                                "t2",
                                                "Call",
                                                Priority.LOW,
                                                "01:00:00",
                                                "call",
                                                true,
                                                null,
                                                null,
                                                null,
                                                List.of(3, 4),
                                                null)),
                                "Two things to do.",
                                new Todos.Metadata(2, 1, null, "embedded", "lines-1", List.of()))),
                Arguments.of(
                        "summary",
                        new Summary(
                                NOW,
                                SESSION,
                                Summary.VERSION,
                                1,
                                List.of(line),
                                List.of(new Summary.Chapter("Release", 0, 12.5, List.of(line), List.of(0, 1))),
                                List.of(line),
                                List.of(),
                                "embedded",
                                "lines-1")),
                Arguments.of("recording-uploaded", uploaded),
                Arguments.of("chunk-ready", new ChunkReady(SESSION, USER, 1, 3)),
                Arguments.of("transcript-assemble", new TranscriptAssemble(SESSION, USER, 1)),
                Arguments.of("transcript-completed", new TranscriptCompleted(SESSION, USER, 1)),
                Arguments.of("session-event", SessionEvent.started(uploaded, Stage.PREPARE, "w1", NOW)),
                Arguments.of(
                        "session-event",
                        SessionEvent.finished(
                                uploaded, Stage.ASSEMBLE, new RecordingFacts(12.5, "en", 0.9, 1500L), "w1", NOW)),
                Arguments.of(
                        "session-event",
                        SessionEvent.failed(uploaded, Stage.PREPARE, Problem.NO_AUDIO, null, false, "w1", NOW)),
                Arguments.of("cancel-run", new CancelRun(SESSION, 1)),
                Arguments.of(
                        "progress",
                        new ProgressEvent.Progress(
                                SESSION,
                                SessionStatus.PROCESSING,
                                Stage.TRANSCRIBE,
                                42.5,
                                "Recognising",
                                10L,
                                20L,
                                9.5,
                                30.0,
                                0.8,
                                "w1",
                                NOW)),
                Arguments.of(
                        "progress",
                        new ProgressEvent.Progress(
                                SESSION,
                                SessionStatus.PROCESSING,
                                Stage.PREPARE,
                                0,
                                "Decoding",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                NOW)),
                Arguments.of(
                        "stage",
                        new ProgressEvent.StageChanged(
                                SESSION, Stage.QUEUE, Stage.PREPARE, SessionStatus.PROCESSING, NOW)),
                Arguments.of("segment-ready", new ProgressEvent.SegmentReady(SESSION, 0, SEGMENT, NOW)),
                Arguments.of("todos-ready", new ProgressEvent.TodosReady(SESSION, 2, "embedded", NOW)),
                Arguments.of("queue", new ProgressEvent.Queued(SESSION, 1, null, NOW)),
                Arguments.of(
                        "completed",
                        new ProgressEvent.Completed(
                                SESSION, SessionStatus.COMPLETED, 100, "/api/sessions/" + SESSION, List.of(), NOW)),
                Arguments.of(
                        "failed",
                        new ProgressEvent.Failed(SESSION, SessionStatus.FAILED, "no-audio", "No audio.", false, NOW)),
                Arguments.of("cancelled", new ProgressEvent.Cancelled(SESSION, SessionStatus.CANCELLED, NOW)),
                Arguments.of(
                        "job",
                        new Job(
                                SESSION,
                                USER,
                                1,
                                "a.mp4",
                                "video-files/x/original.mp4",
                                10,
                                new SessionOptions(
                                        "en",
                                        "transcribe",
                                        new SpeakerHint(2, null, null),
                                        "p",
                                        List.of("h"),
                                        null,
                                        "endpoint",
                                        "qwen3:8b",
                                        "Only what concerns the customer.",
                                        "de"),
                                NOW,
                                Stage.ASSEMBLE)),
                Arguments.of(
                        "plan",
                        new Plan(
                                60,
                                2,
                                40,
                                List.of(new Plan.Chunk(0, 0, 30, List.of(new Plan.Span(1, 20)))),
                                4,
                                1,
                                0.1,
                                0.2,
                                "w1")),
                Arguments.of("chunk-result", new ChunkResult(0, List.of(SEGMENT, BARE), "en", 0.9, ENGINE, 1.5, "w1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("written")
    void what_is_written_fits_its_schema_and_reads_back_the_same(String name, Object value) {
        String json = JSON.writeValueAsString(value);
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of(PUBLISHED + name + ".schema.json"));

        assertThat(schema.validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as(json)
                .isEmpty();
        assertThat((Object) JSON.readValue(json, (Class<?>) value.getClass())).isEqualTo(value);
    }

    @Test
    void a_todo_that_cites_nothing_does_not_fit() {
        String json = JSON.writeValueAsString(new Todos(
                NOW,
                SESSION,
                Todos.VERSION,
                1,
                List.of(new Todo("t", "x", Priority.LOW, "00:00:00", "c", false, null, null, null, List.of(), null)),
                "",
                new Todos.Metadata(1, 0, null, "embedded", "m", List.of())));

        Schema schema = SCHEMAS.getSchema(SchemaLocation.of(PUBLISHED + "todos.schema.json"));

        assertThat(schema.validate(json, InputFormat.JSON)).isNotEmpty();
    }
}
