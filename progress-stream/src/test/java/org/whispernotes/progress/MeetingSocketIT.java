package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Priority;
import org.whispernotes.model.document.Todo;
import org.whispernotes.model.document.Todos;
import org.whispernotes.runtime.store.Documents;
import tools.jackson.databind.JsonNode;

class MeetingSocketIT extends ProgressStreamTestBase {

    private static final Duration HOUR = Duration.ofHours(1);

    @Autowired
    Documents documents;

    @Test
    void meetingIsToldFromConnectedToSummary() throws Exception {
        documents.write(
                ObjectKeys.todos(session),
                new Todos(
                        Instant.now(),
                        session,
                        Todos.VERSION,
                        1,
                        List.of(new Todo(
                                "1",
                                "Send the minutes",
                                Priority.HIGH,
                                "00:00:01",
                                "I send the minutes",
                                false,
                                null,
                                null,
                                null,
                                List.of(1),
                                null)),
                        "One thing to do.",
                        new Todos.Metadata(1, 1, null, "embedded", "rules", List.of())));
        percent(10);
        awaitLogged(1);
        try (SocketClient client = connect(token(LOCAL_USER, HOUR, SECRET))) {
            await().atMost(SOON).until(() -> client.types().contains("status"));
            segment(1, "I send the minutes.");
            completed();
            assertThat(client.closed()).succeedsWithin(SOON).isEqualTo(1000);

            assertThat(client.types()).containsExactly("connected", "status", "transcript", "summary", "status");
            assertThat(client.messages().get(0).get("meeting_id").asString()).isEqualTo(session.toString());
            JsonNode status = client.messages().get(1);
            assertThat(status.get("status").asString()).isEqualTo("processing");
            assertThat(status.get("details").get("stage").asString()).isEqualTo("transcription");
            JsonNode segment = client.ofType("transcript").get(0).get("segment");
            assertThat(segment.get("text").asString()).isEqualTo("I send the minutes.");
            assertThat(segment.get("timestamp").asDouble()).isEqualTo(1);
            JsonNode summary = client.ofType("summary").get(0);
            assertThat(summary.get("summary").asString()).isEqualTo("One thing to do.");
            assertThat(summary.get("action_items").get(0).asString()).isEqualTo("Send the minutes");
            assertThat(client.messages().get(4).get("details").get("stage").asString())
                    .isEqualTo("done");
        }
    }

    @Test
    void connectionIsNotAcceptedWithoutAValidToken() throws Exception {
        percent(10);
        awaitLogged(1);
        assertRefused("", 401);
        assertRefused("not.a.token", 401);
        assertRefused(token(LOCAL_USER, HOUR.negated(), SECRET), 401);
        assertRefused(token(LOCAL_USER, HOUR, "another secret that is long enough!!"), 401);
    }

    @Test
    void someoneElsesMeetingIsRefused() throws Exception {
        percent(10);
        awaitLogged(1);
        assertRefused(token(UUID.randomUUID(), HOUR, SECRET), 404);
    }

    private void assertRefused(String token, int status) {
        assertThatThrownBy(() -> connect(token))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    private SocketClient connect(String token) {
        return SocketClient.open(
                "ws://127.0.0.1:" + port + "/ws/meeting/" + session + "?token=" + token, "meeting-message");
    }

    static String token(UUID user, Duration lifetime, String secret) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject(user.toString())
                        .expirationTime(Date.from(Instant.now().plus(lifetime)))
                        .build());
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }
}
