package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;

/** A session that is run again: from which stage, and what becomes of what the run before made. */
class SessionAgainIT extends ApiTest {

    private static final byte[] RECORDING = {1, 2, 3, 4};

    @Test
    void a_second_run_keeps_the_first_ones_results_as_a_version() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        documents.writeResult(ObjectKeys.transcript(id), Map.of("text", "first"), 1);
        documents.writeResult(ObjectKeys.todos(id), Map.of("todos", List.of()), 1);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");

        Map<String, Object> again = json(
                api.post()
                        .uri("/api/sessions/{id}/retry", id)
                        .bodyValue(Map.of("fromStage", "todos", "options", Map.of("todosEngine", "embedded"))),
                200);
        assertThat(again).containsEntry("run", 2).containsEntry("status", "QUEUED");
        awaitStarted(id, 2);
        assertThat(documents.read(ObjectKeys.job(id, 2), Job.class).options().todosEngine())
                .isEqualTo("embedded");
        assertThat(documents.exists(ObjectKeys.version(id, 1, "transcript.json")))
                .isTrue();
        assertThat(documents.runOf(ObjectKeys.version(id, 1, "todos.json"))).hasValue(1);

        documents.writeResult(ObjectKeys.todos(id), Map.of("todos", List.of("new")), 2);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        say(id, 2, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");
        assertThat(json(api.get().uri("/api/sessions/{id}/todos", id), 200)).containsEntry("todos", List.of("new"));
        assertThat(json(api.get().uri("/api/sessions/{id}/todos?run=1", id), 200))
                .containsEntry("todos", List.of());
        api.get()
                .uri("/api/sessions/{id}/versions", id)
                .exchange()
                .expectBody()
                .jsonPath("$[0].run")
                .isEqualTo(2)
                .jsonPath("$[0].current")
                .isEqualTo(true)
                .jsonPath("$[1].results.length()")
                .isEqualTo(2);
    }

    @Test
    void a_run_may_begin_where_its_inputs_are_still_stored() {
        UUID id = id(upload("a.mp4", RECORDING));
        awaitStarted(id, 1);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        awaitStatus(id, "COMPLETED");
        assertThat(json(retryFrom(id, "assemble"), 404)).containsEntry("code", "result-not-ready");
        assertThat((String) json(retryFrom(id, "upload"), 400).get("detail")).contains("'assemble'");

        documents.writeResult(ObjectKeys.transcript(id), Map.of("text", "first"), 1);
        assertThat(json(retryFrom(id, "assemble"), 200)).containsEntry("run", 2).containsEntry("fromStage", "assemble");
        awaitStarted(id, 2);
        assertThat(documents.read(ObjectKeys.job(id, 2), Job.class).keepsText()).isTrue();
        json(api.post().uri("/api/sessions/{id}/cancel", id), 200);
        assertThat(json(retryFrom(id, "transcribe"), 200)).containsEntry("fromStage", "prepare");
    }

    private WebTestClient.RequestHeadersSpec<?> retryFrom(UUID id, String stage) {
        return api.post().uri("/api/sessions/{id}/retry", id).bodyValue(Map.of("fromStage", stage));
    }
}
