package org.whispernotes.transcriber.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.runtime.Json;
import org.whispernotes.transcriber.TranscriberApplication;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Samples;

/** The transcriber asked by HTTP, with no broker, Redis or object store anywhere. */
@SpringBootTest(
        classes = TranscriberApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "notes.transcriber.queues=false",
            "notes.transcriber.preload=false",
            "notes.transcriber.direct.max-size=1MB",
            "notes.speakers.enabled=false"
        })
class DirectHttpTest {

    private static final String BOUNDARY = "----a-form";

    @TempDir
    static Path temp;

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @BeforeAll
    static void models() {
        LocalModels.require("base", "ct2/model.bin");
        LocalModels.require("silero-vad", "silero_vad_16k_sequence.onnx");
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("notes.models-dir", () -> LocalModels.settings().modelsDir());
        registry.add("notes.temp-dir", () -> temp);
    }

    @Test
    void a_recording_is_answered_with_its_transcript_and_nothing_is_left_behind() throws Exception {
        HttpResponse<byte[]> answer = post("talk.flac", Samples.bytes("speech.flac"), Map.of("language", "en"));

        assertThat(answer.statusCode()).isEqualTo(200);
        Transcript transcript = Json.read(answer.body(), Transcript.class);
        assertThat(transcript.text()).containsIgnoringCase("the quarterly report is due on Friday");
        assertThat(transcript.segments()).allSatisfy(s -> assertThat(s.words()).isNotEmpty());
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void what_is_no_recording_is_refused_with_its_reason() throws Exception {
        HttpResponse<byte[]> answer = post("talk.m4a", "this is a letter".getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer)).containsEntry("code", "not-media");
    }

    @Test
    void a_language_that_the_model_does_not_know_is_refused() throws Exception {
        HttpResponse<byte[]> answer = post("talk.m4a", Samples.bytes("speech.m4a"), Map.of("language", "xx"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer)).containsEntry("code", "language-unknown");
    }

    @Test
    void a_file_that_is_too_large_is_refused() throws Exception {
        HttpResponse<byte[]> answer = post("talk.wav", new byte[2 * 1024 * 1024], Map.of());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer)).containsEntry("code", "too-large");
    }

    @Test
    void it_says_how_it_is_and_how_it_is_set() throws Exception {
        assertThat(json(get("/health"))).containsEntry("status", "healthy").containsEntry("model", "base");
        assertThat(json(get("/config")))
                .containsEntry("max_file_bytes", 1048576)
                .containsEntry("engine", "auto");
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(HttpResponse<byte[]> answer) {
        return Json.read(answer.body(), Map.class);
    }

    private HttpResponse<byte[]> post(String name, byte[] content, Map<String, String> fields)
            throws IOException, InterruptedException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            write(
                    form,
                    "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n");
            write(form, field.getValue() + "\r\n");
        }
        write(
                form,
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n");
        write(form, "Content-Type: application/octet-stream\r\n\r\n");
        form.write(content);
        write(form, "\r\n--" + BOUNDARY + "--\r\n");
        return client.send(
                HttpRequest.newBuilder(uri("/transcribe/"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void write(ByteArrayOutputStream form, String text) throws IOException {
        form.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
