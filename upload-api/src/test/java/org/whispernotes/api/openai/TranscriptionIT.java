package org.whispernotes.api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.FluxExchangeResult;
import org.springframework.web.reactive.function.BodyInserters;
import org.whispernotes.api.ApiTest;
import org.whispernotes.api.Transcripts;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import reactor.core.Disposable;

/** OpenAI's transcription endpoint, by hand and with OpenAI's own Python client. */
class TranscriptionIT extends ApiTest {

    private static final Path SCRIPT = Path.of("src", "test", "python", "openai_client.py");

    @LocalServerPort
    private int port;

    private final String name = UUID.randomUUID() + ".mp3";

    @Test
    void the_answer_waits_for_the_transcript() {
        CompletableFuture<String> answer = ask(form -> form.part("model", "whisper-1"));
        UUID id = awaitAsked(name);
        assertThat(documents.read(ObjectKeys.job(id, 1), Job.class).options().model())
                .isNull();
        finish(id);
        assertThat(answer).succeedsWithin(LIMIT).isEqualTo("{\"text\":\"Good morning. Let us begin.\"}");
    }

    @Test
    void options_reach_the_session_and_words_are_timed() {
        CompletableFuture<String> answer = ask(form -> {
            form.part("model", "base");
            form.part("language", "en");
            form.part("prompt", "Stand-up of Monday");
            form.part("response_format", "verbose_json");
            form.part("timestamp_granularities[]", "word");
        });
        UUID id = awaitAsked(name);
        Job job = documents.read(ObjectKeys.job(id, 1), Job.class);
        assertThat(job.options().model()).isEqualTo("base");
        assertThat(job.options().language()).isEqualTo("en");
        assertThat(job.options().prompt()).isEqualTo("Stand-up of Monday");
        finish(id);
        assertThat(answer)
                .succeedsWithin(LIMIT)
                .asString()
                .contains(
                        "\"language\":\"english\"", "\"duration\":4.5", "{\"word\":\"Good\",\"start\":0.5,\"end\":1.0}")
                .doesNotContain("segments");
    }

    @Test
    void subtitles_come_as_text() {
        CompletableFuture<String> answer = ask(form -> form.part("response_format", "srt"));
        finish(awaitAsked(name));
        assertThat(answer)
                .succeedsWithin(LIMIT)
                .asString()
                .startsWith("1\n00:00:00,500 --> 00:00:01,500\nGood morning.\n\n2\n");
    }

    @Test
    void text_is_streamed_in_order_while_it_is_heard() {
        CopyOnWriteArrayList<String> events = new CopyOnWriteArrayList<>();
        Disposable stream = stream().getResponseBody().subscribe(events::add);
        UUID id = awaitAsked(name);
        // The second chunk is heard first: it waits for the first.
        documents.write(ObjectKeys.chunk(id, 1, 1), Transcripts.chunk(1));
        documents.write(ObjectKeys.chunk(id, 1, 0), Transcripts.chunk(0));
        await().atMost(LIMIT).until(() -> events.size() == 2);
        finish(id);
        await().atMost(LIMIT).until(stream::isDisposed);
        assertThat(events)
                .containsExactly(
                        "{\"type\":\"transcript.text.delta\",\"delta\":\"Good morning.\"}",
                        "{\"type\":\"transcript.text.delta\",\"delta\":\" Let us begin.\"}",
                        "{\"type\":\"transcript.text.done\",\"text\":\"Good morning. Let us begin.\"}",
                        "[DONE]");
    }

    @Test
    void whoever_goes_away_cancels() {
        Disposable stream = stream().getResponseBody().subscribe();
        UUID streamed = awaitAsked(name);
        stream.dispose();
        awaitStatus(streamed, "CANCELLED");
    }

    @Test
    void failures_are_told_as_openai_tells_them() {
        CompletableFuture<String> answer = ask(form -> {}, 422);
        UUID id = awaitAsked(name);
        publisher.publish(SessionEvent.failed(
                new RecordingUploaded(id, USER, 1),
                Stage.PREPARE,
                Problem.NO_AUDIO,
                null,
                false,
                "test",
                Instant.now()));
        assertThat(answer)
                .succeedsWithin(LIMIT)
                .isEqualTo("{\"error\":{\"message\":\"" + Problem.NO_AUDIO.sentence()
                        + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"no-audio\"}}");
        assertThat(ask(form -> form.part("response_format", "pdf"), 400))
                .succeedsWithin(LIMIT)
                .asString()
                .contains("response_format", "invalid-request");
    }

    @Test
    void openais_own_python_client_understands_the_answers() throws IOException, InterruptedException {
        Path python = Path.of("target", "openai-client", "bin", "python").toAbsolutePath();
        if (!Files.exists(python.resolveSibling("openai"))) {
            boolean installed = run(
                            "venv",
                            Map.of(),
                            "python3",
                            "-m",
                            "venv",
                            python.getParent().getParent().toString())
                    && run("pip", Map.of(), python.toString(), "-m", "pip", "install", "-q", "openai==3.54.0");
            assumeThat(installed)
                    .as("pip can't install the client here: %s", Path.of("target", "openai-pip.log"))
                    .isTrue();
        }
        Thread worker = new Thread(() -> {
            // Four requests, one after the other, each with a name of its own.
            for (String request : List.of("json", "verbose", "vtt", "stream")) {
                finish(awaitAsked(name + "-" + request + ".mp3"));
            }
        });
        worker.start();
        boolean understood = run(
                "client",
                Map.of("OPENAI_BASE_URL", "http://127.0.0.1:" + port + "/v1", "OPENAI_API_KEY", "none", "NAME", name),
                python.toString(),
                SCRIPT.toAbsolutePath().toString());
        assertThat(understood)
                .as(Files.readString(Path.of("target", "openai-client.log")))
                .isTrue();
        worker.join();
    }

    private static boolean run(String log, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "openai-" + log + ".log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        return ended && process.exitValue() == 0;
    }

    private CompletableFuture<String> ask(Consumer<MultipartBodyBuilder> fields) {
        return ask(fields, 200);
    }

    private CompletableFuture<String> ask(Consumer<MultipartBodyBuilder> fields, int status) {
        return CompletableFuture.supplyAsync(() -> new String(
                api.post()
                        .uri("/v1/audio/transcriptions")
                        .body(BodyInserters.fromMultipartData(form(fields).build()))
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8));
    }

    private FluxExchangeResult<String> stream() {
        return api.post()
                .uri("/v1/audio/transcriptions")
                .body(BodyInserters.fromMultipartData(
                        form(form -> form.part("stream", "true")).build()))
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class);
    }

    private MultipartBodyBuilder form(Consumer<MultipartBodyBuilder> fields) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", new ByteArrayResource(new byte[] {1, 2, 3})).filename(name);
        fields.accept(form);
        return form;
    }

    private UUID awaitAsked(String filename) {
        UUID id = id(await().atMost(LIMIT)
                .until(
                        () -> sessions(json(api.get().uri("/api/sessions?query={q}", filename), 200)),
                        found -> !found.isEmpty())
                .get(0));
        awaitStarted(id, 1);
        return id;
    }

    private void finish(UUID id) {
        documents.writeResult(ObjectKeys.transcript(id), Transcripts.twoSentences(id), 1);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
    }
}
