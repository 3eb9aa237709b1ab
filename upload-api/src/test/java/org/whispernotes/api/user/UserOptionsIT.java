package org.whispernotes.api.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.client.MultipartBodyBuilder;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.work.Job;

/** What a user set once holds for every recording that doesn't say otherwise. */
class UserOptionsIT extends ApiTest {

    @AfterEach
    void forget() {
        put(Map.of());
    }

    @Test
    void a_recording_takes_over_what_it_does_not_set_itself() {
        put(Map.of(
                "todosEngine", "endpoint",
                "todosModel", "qwen3:8b",
                "todosInstructions", "Only what concerns the customer.",
                "hotwords", List.of("Flyway")));
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", new ByteArrayResource("small".getBytes(StandardCharsets.UTF_8)))
                .filename("a.m4a");
        form.part("todosModel", "mistral-small");
        form.part("todosLanguage", "de");

        UUID id = id(sessions(post(form)).get(0));

        awaitStarted(id, 1);
        SessionOptions options =
                documents.read(ObjectKeys.job(id, 1), Job.class).options();
        assertThat(options.todosEngine()).isEqualTo("endpoint");
        assertThat(options.todosModel()).isEqualTo("mistral-small");
        assertThat(options.todosInstructions()).isEqualTo("Only what concerns the customer.");
        assertThat(options.todosLanguage()).isEqualTo("de");
        assertThat(options.hotwords()).containsExactly("Flyway");
    }

    @Test
    void what_is_set_can_be_read_and_taken_back() {
        put(Map.of("todosEngine", "embedded", "todosLanguage", "fr"));
        assertThat(json(api.get().uri("/api/settings/options"), 200))
                .containsExactlyInAnyOrderEntriesOf(Map.of("todosEngine", "embedded", "todosLanguage", "fr"));

        put(Map.of());

        assertThat(json(api.get().uri("/api/settings/options"), 200)).isEmpty();
    }

    @Test
    void an_engine_that_does_not_exist_is_refused() {
        Map<String, Object> problem =
                json(api.put().uri("/api/settings/options").bodyValue(Map.of("todosEngine", "oracle")), 400);

        assertThat(problem).containsEntry("code", "invalid-request");
    }

    private void put(Map<String, Object> options) {
        json(api.put().uri("/api/settings/options").bodyValue(options), 200);
    }
}
