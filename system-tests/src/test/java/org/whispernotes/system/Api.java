package org.whispernotes.system;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** The HTTP API as a user's program would call it. */
public final class Api {

    private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "CANCELLED");

    private final RestClient http;

    public Api(URI url) {
        this.http = RestClient.builder().baseUrl(url.toString()).build();
    }

    /** Sends one recording as a plain form and returns its session id. */
    public String upload(Path file) {
        return upload(List.of(file)).get(0);
    }

    /** Sends recordings as one form and returns their session ids. */
    public List<String> upload(List<Path> files) {
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        files.forEach(file -> form.add("file", new FileSystemResource(file)));
        JsonNode answer = http.post()
                .uri("/api/sessions")
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(form)
                .retrieve()
                .requiredBody(JsonNode.class);
        return answer.get("sessions")
                .valueStream()
                .map(s -> s.get("id").asString())
                .toList();
    }

    public JsonNode session(String id) {
        return get("/api/sessions/" + id);
    }

    /** Waits until nothing more will happen to the session, and returns it. */
    public JsonNode awaitEnd(String id) {
        AtomicReference<JsonNode> last = new AtomicReference<>();
        await().alias("session " + id + " ends")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    last.set(session(id));
                    return TERMINAL.contains(last.get().get("status").asString());
                });
        return last.get();
    }

    public JsonNode transcript(String id) {
        return get("/api/sessions/" + id + "/transcript.json");
    }

    public JsonNode todos(String id) {
        return get("/api/sessions/" + id + "/todos");
    }

    public JsonNode get(String path) {
        return http.get().uri(path).retrieve().requiredBody(JsonNode.class);
    }

    public JsonNode post(String path, Object body) {
        return http.post().uri(path).body(body).retrieve().requiredBody(JsonNode.class);
    }

    /** Any text resource, for example subtitles. */
    public String text(String path) {
        return http.get().uri(path).retrieve().requiredBody(String.class);
    }
}
