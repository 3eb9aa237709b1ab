package org.whispernotes.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.whispernotes.api.ApiTest;

/** Every error is a problem document with a code, whoever raised it. */
class ProblemIT extends ApiTest {

    @Test
    void framework_errors_carry_codes_too() {
        assertThat(json(api.get().uri("/api/nothing-here"), 404)).containsEntry("code", "not-found");
        assertThat(json(api.put().uri("/api/sessions").bodyValue("x"), 405))
                .containsEntry("code", "method-not-allowed");
        assertThat(json(
                        api.post()
                                .uri("/api/sessions")
                                .contentType(MediaType.TEXT_PLAIN)
                                .bodyValue("x"),
                        415))
                .containsEntry("code", "unsupported-type");
        assertThat(json(api.get().uri("/api/sessions/not-a-uuid"), 400)).containsEntry("code", "invalid-request");
        assertThat(json(api.get().uri("/api/sessions?status=DANCING"), 400)).containsEntry("code", "invalid-request");
        assertThat(json(
                        api.post()
                                .uri("/api/uploads")
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue("{"),
                        400))
                .containsEntry("code", "invalid-request");
    }

    @Test
    void they_are_rfc_9457_documents() {
        Map<String, Object> problem = json(api.get().uri("/api/sessions/00000000-0000-0000-0000-00000000dead"), 404);
        assertThat(problem)
                .containsEntry("type", "urn:whispernotes:problem:session-not-found")
                .containsEntry("title", "Session not found")
                .containsEntry("status", 404)
                .containsEntry("instance", "/api/sessions/00000000-0000-0000-0000-00000000dead");
        api.get().uri("/api/nothing-here").exchange().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void the_api_describes_itself() {
        Map<String, Object> described = json(api.get().uri("/v3/api-docs"), 200);
        assertThat(described.get("info").toString()).contains("Whisper Notes");
        assertThat(described.get("paths").toString())
                .contains("/api/uploads", "/api/sessions/{id}/retry", "/api/queue")
                .doesNotContain("name=user");
    }
}
