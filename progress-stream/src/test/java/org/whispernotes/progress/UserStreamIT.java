package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.runtime.Json;

class UserStreamIT extends ProgressStreamTestBase {

    private final UUID user = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void oneConnectionTellsAllOfTheUsersSessionsAndReplaysThem() throws Exception {
        publisher.publish(progress(other, 2), user);
        publisher.publish(progress(session, 1), user);
        awaitLogged(1);
        String token = "Bearer " + MeetingSocketIT.token(user, Duration.ofHours(1), SECRET);
        String seen;
        try (EventStream stream = EventStream.open(address("/api/progress"), null, "Authorization", token)) {
            await().atMost(SOON).until(() -> percents(stream).equals(List.of(2.0, 1.0)));
            await().atMost(SOON).until(() -> stream.lastId() != null);
            publisher.publish(progress(session, 3), user);
            publisher.publish(progress(other, 4), user);
            await().atMost(SOON).until(() -> percents(stream).equals(List.of(2.0, 1.0, 3.0, 4.0)));
            seen = stream.lastId();
        }
        publisher.publish(progress(other, 5), user);
        publisher.publish(progress(session, 6), user);
        publisher.publish(progress(UUID.randomUUID(), 99), UUID.randomUUID());
        awaitLogged(3);
        EventStream back = open("/api/progress", seen, "Authorization", token);
        publisher.publish(progress(session, 7), user);
        await().atMost(SOON).until(() -> percents(back).contains(7.0));
        assertThat(percents(back)).containsExactly(5.0, 6.0, 7.0);
        assertThat(back.events())
                .extracting(event -> event.data().get("sessionId").asString())
                .containsExactly(other.toString(), session.toString(), session.toString());
    }

    @Test
    void someoneElsesSessionIsNotShown() {
        publisher.publish(progress(session, 1), user);
        awaitLogged(1);
        assertThat(follow(null).status()).isEqualTo(404);
    }

    @Test
    void pollingTellsTheSameStateAndNothingWhenItHasNotChanged() throws Exception {
        percent(12);
        awaitLogged(1);
        HttpClient client = HttpClient.newHttpClient();
        URI address = URI.create(address("/api/sessions/" + session + "/progress"));
        HttpResponse<byte[]> first =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(Json.mapper().readTree(first.body()).get("percent").asDouble())
                .isEqualTo(12);
        String tag = first.headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> second = client.send(
                HttpRequest.newBuilder(address).header("If-None-Match", tag).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(second.statusCode()).isEqualTo(304);
    }
}
