package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import tools.jackson.databind.JsonNode;

class TaskSocketIT extends ProgressStreamTestBase {

    @Test
    void subscribeIsAnsweredWithTheStateAtOnceAndThenWithWhatChanges() {
        percent(10);
        awaitLogged(1);
        try (SocketClient client = connect()) {
            client.send("{\"type\":\"subscribe\",\"taskId\":\"" + session + "\",\"token\":\"\"}");
            await().atMost(SOON).until(() -> client.types().contains("progress_update"));
            JsonNode update = client.messages().get(0);
            assertThat(update.get("taskId").asString()).isEqualTo(session.toString());
            assertThat(update.get("payload").get("percentage").asDouble()).isEqualTo(10);
            assertThat(update.get("payload").get("stage").asString()).isEqualTo("transcribe");
            assertThat(update.get("payload").has("timestamp")).isTrue();

            publish(new ProgressEvent.Progress(
                    session,
                    SessionStatus.PROCESSING,
                    Stage.ASSEMBLE,
                    90,
                    "Speakers",
                    900L,
                    1000L,
                    2.5,
                    12.0,
                    0.8,
                    "worker-1",
                    Instant.now()));
            completed();
            await().atMost(SOON).until(() -> client.types().contains("complete"));

            assertThat(client.types())
                    .containsExactly("progress_update", "stage_change", "progress_update", "time_estimate", "complete");
            JsonNode change = client.ofType("stage_change").get(0).get("payload");
            assertThat(change.get("fromStage").asString()).isEqualTo("transcribe");
            assertThat(change.get("toStage").asString()).isEqualTo("assemble");
            JsonNode second = client.ofType("progress_update").get(1).get("payload");
            assertThat(second.get("bytesProcessed").asLong()).isEqualTo(900);
            assertThat(second.get("bytesTotal").asLong()).isEqualTo(1000);
            assertThat(second.get("processingSpeed").asDouble()).isEqualTo(2.5);
            JsonNode estimate = client.ofType("time_estimate").get(0).get("payload");
            assertThat(estimate.get("estimatedTimeRemaining").asDouble()).isEqualTo(12);
            assertThat(estimate.get("confidence").asDouble()).isEqualTo(0.8);
            JsonNode complete = client.ofType("complete").get(0).get("payload");
            assertThat(complete.get("resultUrl").asString()).contains(session.toString());
            assertThat(complete.get("duration").asDouble()).isPositive();
        }
    }

    @Test
    void stateIsToldOnRequestAndPingIsAnswered() {
        percent(33);
        awaitLogged(1);
        try (SocketClient client = connect()) {
            client.send("{\"type\":\"get_state\",\"taskId\":\"" + session + "\"}");
            client.send("{\"type\":\"ping\",\"timestamp\":1234}");
            await().atMost(SOON).until(() -> client.messages().size() == 2);
            assertThat(client.ofType("progress_update")
                            .get(0)
                            .get("payload")
                            .get("percentage")
                            .asDouble())
                    .isEqualTo(33);
            assertThat(client.ofType("pong").get(0).get("timestamp").asLong()).isEqualTo(1234);
        }
    }

    @Test
    void failureIsAnErrorWithItsCodeAndSentence() {
        percent(10);
        awaitLogged(1);
        try (SocketClient client = connect()) {
            client.send("{\"type\":\"subscribe\",\"taskId\":\"" + session + "\"}");
            await().atMost(SOON).until(() -> client.types().contains("progress_update"));
            publish(new ProgressEvent.Failed(
                    session, SessionStatus.FAILED, "no-audio", "No audio track.", false, Instant.now()));
            await().atMost(SOON).until(() -> client.types().contains("error"));
            JsonNode error = client.ofType("error").get(0);
            assertThat(error.get("taskId").asString()).isEqualTo(session.toString());
            assertThat(error.get("payload").get("code").asString()).isEqualTo("no-audio");
            assertThat(error.get("payload").get("message").asString()).isEqualTo("No audio track.");
        }
    }

    @Test
    void nothingComesAfterUnsubscribe() {
        percent(10);
        awaitLogged(1);
        try (SocketClient client = connect()) {
            client.send("{\"type\":\"subscribe\",\"taskId\":\"" + session + "\"}");
            await().atMost(SOON).until(() -> client.messages().size() == 1);
            client.send("{\"type\":\"unsubscribe\",\"taskId\":\"" + session + "\"}");
            client.send("{\"type\":\"ping\",\"timestamp\":1}");
            await().atMost(SOON).until(() -> client.types().contains("pong"));
            percent(20);
            awaitLogged(2);
            client.send("{\"type\":\"ping\",\"timestamp\":2}");
            await().atMost(SOON).until(() -> client.ofType("pong").size() == 2);
            assertThat(client.ofType("progress_update")).hasSize(1);
        }
    }

    @Test
    void unknownTaskAndNonsenseAreErrorsThatDoNotEndTheConversation() {
        try (SocketClient client = connect()) {
            client.send("{\"type\":\"subscribe\",\"taskId\":\"" + session + "\"}");
            client.send("no json");
            client.send("{\"type\":\"dance\"}");
            client.send("{\"type\":\"ping\",\"timestamp\":3}");
            await().atMost(SOON).until(() -> client.messages().size() == 4);
            assertThat(client.ofType("error"))
                    .extracting(error -> error.get("payload").get("code").asString())
                    .containsExactlyInAnyOrder("session-not-found", "invalid-request", "invalid-request");
            assertThat(client.closed()).isNotDone();
        }
    }

    private SocketClient connect() {
        return SocketClient.open("ws://127.0.0.1:" + port + "/ws/progress/" + session, "task-message");
    }
}
