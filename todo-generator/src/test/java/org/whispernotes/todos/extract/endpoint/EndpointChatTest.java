package org.whispernotes.todos.extract.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.ExtractionException.Reason;
import org.whispernotes.todos.extract.writing.ChatModel;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;
import tools.jackson.databind.JsonNode;

class EndpointChatTest {

    private static final String KEY = "sk-very-secret-0123456789";

    private EndpointServer server;

    @BeforeEach
    void start() throws IOException {
        server = new EndpointServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksWithTheSchemaAndTheKey() throws Exception {
        server.says("{\"todos\":[]}");

        ChatReply reply = chat(1).complete(request(), () -> false);

        assertThat(reply).isEqualTo(new ChatReply("{\"todos\":[]}", false));
        JsonNode sent = Json.mapper().readTree(server.requests().get(0));
        assertThat(sent.at("/response_format/type").asString()).isEqualTo("json_schema");
        assertThat(sent.at("/response_format/json_schema/schema/type").asString())
                .isEqualTo("object");
        assertThat(sent.at("/messages/0/role").asString()).isEqualTo("system");
        assertThat(sent.at("/max_tokens").asInt()).isEqualTo(100);
        assertThat(server.authorizations()).containsExactly("Bearer " + KEY);
    }

    @Test
    void aReplyCutAtTheTokenLimitIsSaidToBeCut() throws Exception {
        server.says("{\"todos\":[{\"task\":\"Se", "length");

        assertThat(chat(1).complete(request(), () -> false).cut()).isTrue();
    }

    @Test
    void aBusyServerIsAskedAgainAfterTheTimeItNames() throws Exception {
        server.status(429, "{}", Map.of("Retry-After", "0"))
                .status(503, "{}", Map.of("Retry-After", "0"))
                .says("{}");

        assertThat(chat(4).complete(request(), () -> false).text()).isEqualTo("{}");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void triesAreBounded() {
        server.status(429, "{}", Map.of("Retry-After", "0"));

        assertThatThrownBy(() -> chat(3).complete(request(), () -> false))
                .isInstanceOfSatisfying(
                        ExtractionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENGINE_AWAY))
                .hasMessageContaining("HTTP 429 after 3 tries");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void aWrongKeyIsNotTriedAgainAndNotRepeated() {
        server.status(401, "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}", Map.of());

        assertThatThrownBy(() -> chat(3).complete(request(), () -> false))
                .hasMessageContaining("HTTP 401")
                .hasMessageNotContaining("secret");
        assertThat(server.requests()).hasSize(1);
        assertThat(settings(1).toString()).doesNotContain("secret");
    }

    @Test
    void aRefusalIsNoAnswer() {
        server.status(
                200,
                "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"refusal\":\"I can't\",\"content\":null}}]}",
                Map.of());

        assertThatThrownBy(() -> chat(1).complete(request(), () -> false))
                .isInstanceOfSatisfying(
                        ExtractionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLY_UNUSABLE));
    }

    @Test
    void aServerThatDoesNotKnowSchemasIsAskedForPlainJson() throws Exception {
        server.status(400, "{\"error\":\"response_format json_schema is not supported\"}", Map.of())
                .says("{}");

        assertThat(chat(1).complete(request(), () -> false).text()).isEqualTo("{}");
        JsonNode sent = Json.mapper().readTree(server.requests().get(1));
        assertThat(sent.at("/response_format/type").asString()).isEqualTo("json_object");
        assertThat(sent.at("/messages/0/content").asString()).contains("\"object\"");
    }

    @Test
    void aServerThatSaysUnprocessableForWhatItDoesNotKnowIsAskedForLess() throws Exception {
        server.status(422, "{\"detail\":[{\"loc\":[\"body\",\"response_format\",\"type\"]}]}", Map.of())
                .says("{}");

        assertThat(chat(1).complete(request(), () -> false).text()).isEqualTo("{}");
    }

    @Test
    void aModelThatWantsItsLengthUnderAnotherNameAndNoTemperatureIsAskedSo() throws Exception {
        server.status(
                        400,
                        "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.\"}}",
                        Map.of())
                .status(400, "{\"error\":{\"message\":\"Unsupported value: 'temperature'.\"}}", Map.of())
                .says("{}");
        EndpointChat chat = chat(1);

        assertThat(chat.complete(request(), () -> false).text()).isEqualTo("{}");
        chat.complete(request(), () -> false);

        assertThat(server.requests()).as("it remembers").hasSize(4);
        JsonNode sent = Json.mapper().readTree(server.requests().get(3));
        assertThat(sent.has("max_tokens") || sent.has("temperature")).isFalse();
        assertThat(sent.at("/max_completion_tokens").asInt()).isEqualTo(100);
        assertThat(sent.at("/response_format/type").asString()).isEqualTo("json_schema");
    }

    /** A file that holds the key ends in a line break; the HTTP client would repeat such a header in its complaint. */
    @Test
    void aKeyIsTakenWithoutItsLineBreakAndOneThatCannotBeSentIsNotRepeated() throws Exception {
        server.says("{}");
        new EndpointChat(withKey(KEY + "\n"), Clock.systemUTC()).complete(request(), () -> false);

        assertThat(server.authorizations()).containsExactly("Bearer " + KEY);
        assertThatThrownBy(() -> withKey("sk-very\nsecret"))
                .hasMessageContaining("api-key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aKeyInTheAddressIsRefusedBecauseAddressesAreLogged() {
        assertThatThrownBy(() -> withUrl("http://user:secret@127.0.0.1/v1")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> withUrl("https://127.0.0.1/v1?key=secret")).hasMessageNotContaining("secret");
    }

    @Test
    void noAnswerInTimeIsAnEngineThatIsAway() {
        server.hangs();
        EndpointSettings impatient = new EndpointSettings(
                server.url(), "m", List.of(), null, Duration.ofMillis(300), 2, Duration.ofMillis(10), 0);

        assertThatThrownBy(() -> new EndpointChat(impatient, Clock.systemUTC()).complete(request(), () -> false))
                .isInstanceOfSatisfying(
                        ExtractionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENGINE_AWAY));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void cancellingEndsTheWaitAtOnce() {
        server.hangs();
        AtomicBoolean cancelled = new AtomicBoolean();
        CompletableFuture<ChatReply> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return chat(1).complete(request(), cancelled::get);
            } catch (ExtractionException | ExtractionCancelledException e) {
                throw new CompletionException(e);
            }
        });
        await().until(() -> !server.requests().isEmpty());

        cancelled.set(true);

        await().atMost(Duration.ofSeconds(5)).until(answer::isDone);
        assertThatThrownBy(answer::join).hasCauseInstanceOf(ExtractionCancelledException.class);
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);

        assertThat(RetryAfter.parse("7", clock)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("Mon, 02 Mar 2026 10:00:30 GMT", clock)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("soon", clock)).isEmpty();
    }

    @Test
    void anotherModelIsAskedForOnlyWhereItIsOffered() throws Exception {
        server.says("{}");

        ChatModel larger = chat(1).withModel("larger").orElseThrow();
        larger.complete(request(), () -> false);

        assertThat(larger.engine().model()).isEqualTo("larger");
        assertThat(Json.mapper()
                        .readTree(server.requests().get(0))
                        .path("model")
                        .asString())
                .isEqualTo("larger");
        assertThat(chat(1).withModel("somebody-elses")).isEmpty();
    }

    /** Whatever goes wrong, and however much is logged. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void theKeyIsInNoLogAndInNoMessage(CapturedOutput output) {
        server.status(429, "{\"error\":\"slow down, " + KEY + "\"}", Map.of("Retry-After", "0"))
                .status(500, KEY, Map.of("Retry-After", "0"))
                .status(200, "not json " + KEY, Map.of());
        assertThatThrownBy(() -> chat(3).complete(request(), () -> false)).hasMessageNotContaining("secret");
        server.close();
        assertThatThrownBy(() -> chat(2).complete(request(), () -> false)).hasMessageNotContaining("secret");

        assertThat(output.getAll()).contains("trying again").doesNotContain("very-secret");
    }

    private EndpointChat chat(int attempts) {
        return new EndpointChat(settings(attempts), Clock.systemUTC());
    }

    private EndpointSettings settings(int attempts) {
        return new EndpointSettings(
                server.url(), "m", List.of("larger"), KEY, Duration.ofSeconds(20), attempts, Duration.ofMillis(50), 10);
    }

    private EndpointSettings withKey(String key) {
        return new EndpointSettings(
                server.url(), "m", List.of(), key, Duration.ofSeconds(20), 1, Duration.ofMillis(50), 10);
    }

    private static EndpointSettings withUrl(String url) {
        return new EndpointSettings(
                URI.create(url), "m", List.of(), null, Duration.ofSeconds(20), 1, Duration.ofMillis(50), 10);
    }

    private static ChatRequest request() {
        return new ChatRequest("system", "user", Json.mapper().readTree("{\"type\":\"object\"}"), "findings", 100);
    }
}
