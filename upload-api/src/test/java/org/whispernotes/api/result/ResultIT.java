package org.whispernotes.api.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Coverage;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Priority;
import org.whispernotes.model.document.Processing;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.model.document.Todo;
import org.whispernotes.model.document.Todos;
import org.whispernotes.model.document.Transcript;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Transcript in all its forms, todos that are edited, and the recording with ranges. */
class ResultIT extends ApiTest {

    private UUID id;

    @BeforeEach
    void completed() {
        id = id(upload("Stand-up <1>.mp4", "0123456789".getBytes()));
        documents.writeResult(ObjectKeys.transcript(id), transcript(id), 1);
        List<Todo> todos = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            todos.add(new Todo(
                    "t" + i, "Do " + i, Priority.LOW, "00:00:01", "do", false, "Ann", null, null, List.of(0), null));
        }
        documents.writeResult(
                ObjectKeys.todos(id),
                new Todos(
                        Instant.now(),
                        id,
                        "1.0",
                        1,
                        todos,
                        "s",
                        new Todos.Metadata(4, 0, null, "embedded", "m", List.of())),
                1);
    }

    @Test
    void the_transcript_comes_as_subtitles_text_and_markdown() {
        assertThat(text("/transcript.srt"))
                .startsWith("1\n00:00:00,000 --> 00:00:01,500\nAnn: Good <morning>.\n\n2\n00:00:01,500");
        assertThat(text("/transcript.vtt"))
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n<v Ann>Good &lt;morning&gt;.\n\n");
        assertThat(text("/transcript.txt"))
                .isEqualTo("Ann: Good <morning>. Let us begin.\n\nSPEAKER_01: At last -> yes.\n");
        assertThat(text("/transcript.md")).startsWith("**Ann [00:00:00]** Good");
        assertThat(json(api.get().uri("/api/sessions/{id}/transcript", id), 200))
                .containsEntry("session_id", id.toString());
        assertThat(json(api.get().uri("/api/sessions/{id}/transcript.doc", id), 404))
                .containsEntry("code", "not-found");
        assertThat(json(api.get().uri("/api/sessions/{id}/summary", id), 404))
                .containsEntry("code", "result-not-ready");
    }

    @Test
    void a_download_is_named_after_the_recording_and_an_unchanged_result_is_not_sent_again() {
        HttpHeaders headers = api.get()
                .uri("/api/sessions/{id}/transcript.srt?download=true", id)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseHeaders();
        assertThat(headers.getContentDisposition().getFilename()).isEqualTo("Stand-up <1>.srt");
        api.get()
                .uri("/api/sessions/{id}/transcript.srt", id)
                .header(HttpHeaders.IF_NONE_MATCH, headers.getETag())
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void a_todo_is_ticked_off_edited_and_what_is_null_is_taken_away() {
        Map<String, Object> change = new HashMap<>();
        change.put("completed", true);
        change.put("priority", "high");
        change.put("assignee", null);
        change.put("due", "2026-04-01");

        Map<String, Object> edited =
                json(api.patch().uri("/api/sessions/{id}/todos/t2", id).bodyValue(change), 200);

        assertThat(edited)
                .containsEntry("completed", true)
                .containsEntry("due", "2026-04-01")
                .doesNotContainKey("assignee");
        Todos stored = documents.read(ObjectKeys.todos(id), Todos.class);
        assertThat(stored.todos().get(1).completed()).isTrue();
        assertThat(stored.metadata().highPriority()).isEqualTo(1);
        assertThat(documents.runOf(ObjectKeys.todos(id))).hasValue(1);
        assertThat(json(api.patch().uri("/api/sessions/{id}/todos/t9", id).bodyValue(change), 404))
                .containsEntry("code", "todo-not-found");
        assertThat(json(api.patch().uri("/api/sessions/{id}/todos/t1", id).bodyValue(Map.of("due", "soon")), 400))
                .containsEntry("code", "invalid-request");
    }

    @Test
    void edits_at_the_same_moment_do_not_undo_each_other() {
        Flux.range(1, 4)
                .flatMap(i -> Flux.just(i)
                        .doOnNext(n -> json(
                                api.patch()
                                        .uri("/api/sessions/{id}/todos/t{n}", id, n)
                                        .bodyValue(Map.of("completed", true)),
                                200))
                        .subscribeOn(Schedulers.boundedElastic()))
                .blockLast(LIMIT);
        assertThat(documents.read(ObjectKeys.todos(id), Todos.class).todos()).allMatch(Todo::completed);
    }

    @Test
    void an_edit_of_a_version_that_is_gone_is_refused() {
        assertThat(json(
                        api.patch()
                                .uri("/api/sessions/{id}/todos/t1", id)
                                .header(HttpHeaders.IF_MATCH, "\"other\"")
                                .bodyValue(Map.of("completed", true)),
                        409))
                .containsEntry("code", "conflict");
    }

    @Test
    void the_recording_is_sent_whole_and_in_ranges() {
        assertThat(media(null, 200).getResponseBodyContent()).isEqualTo("0123456789".getBytes());
        var part = media("bytes=3-5", 206);
        assertThat(part.getResponseBodyContent()).isEqualTo("345".getBytes());
        assertThat(part.getResponseHeaders().getFirst(HttpHeaders.CONTENT_RANGE))
                .isEqualTo("bytes 3-5/10");
        assertThat(media("bytes=-2", 206).getResponseBodyContent()).isEqualTo("89".getBytes());
        assertThat(media("bytes=8-", 206).getResponseBodyContent()).isEqualTo("89".getBytes());
        assertThat(media("bytes=10-", 416).getResponseHeaders().getFirst(HttpHeaders.CONTENT_RANGE))
                .isEqualTo("bytes */10");
        assertThat(media("lines=1-2", 200).getResponseHeaders().getContentType())
                .hasToString("video/mp4");
    }

    private org.springframework.test.web.reactive.server.EntityExchangeResult<byte[]> media(String range, int status) {
        return api.get()
                .uri("/api/sessions/{id}/media", id)
                .headers(headers -> {
                    if (range != null) {
                        headers.set(HttpHeaders.RANGE, range);
                    }
                })
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult();
    }

    private String text(String path) {
        return api.get()
                .uri("/api/sessions/{id}" + path, id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static Transcript transcript(UUID id) {
        return new Transcript(
                "1.0",
                id,
                1,
                "en",
                1.0,
                9,
                "Good <morning>. Let us begin. At last --> yes.",
                0.9,
                List.of(
                        segment(0, 0, 1.5, "Good <morning>.", "SPEAKER_00"),
                        segment(1, 1.5, 3, "Let us begin.", "SPEAKER_00"),
                        segment(2, 3, 9, "At last -> yes.", "SPEAKER_01")),
                List.of(new Speaker("SPEAKER_00", "Ann")),
                new Coverage(9, 9, List.of()),
                new Engine("whisper.cpp", "1", "base", "f16"),
                new Processing(1, List.of("w"), Map.of()),
                List.of());
    }

    private static Segment segment(int n, double start, double end, String text, String speaker) {
        return new Segment(n, start, end, text, speaker, "en", 0.9, List.of(), List.of());
    }
}
