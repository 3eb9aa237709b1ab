package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;

class SseStreamIT extends ProgressStreamTestBase {

    @Test
    void newClientIsToldTheCurrentStateAtOnceAndThenWhatHappens() {
        percent(10);
        percent(20);
        awaitLogged(2);
        EventStream stream = follow(null);
        await().atMost(SOON).until(() -> percents(stream).equals(List.of(20.0)));
        percent(30);
        completed();
        await().atMost(SOON).until(stream::isEnded);

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
        assertThat(stream.header("cache-control")).isEqualTo("no-store");
        assertThat(stream.header("x-accel-buffering")).isEqualTo("no");
        assertThat(stream.lines().get(0)).isEqualTo("retry: 2000");
        assertThat(stream.events())
                .extracting(EventStream.Received::event)
                .containsExactly("progress", "progress", "completed");
        assertThat(stream.events()).extracting(EventStream.Received::id).doesNotContainNull();
        assertThat(stream.events().get(1).data().get("status").asString()).isEqualTo("PROCESSING");
        assertThat(stream.events().get(1).data().get("stage").asString()).isEqualTo("transcribe");
    }

    @Test
    void returningClientGetsEverythingItMissedOnceAndInOrder() {
        IntStream.rangeClosed(1, 5).forEach(this::percent);
        awaitLogged(5);
        String lastSeen;
        try (EventStream first = follow("0")) {
            await().atMost(SOON).until(() -> withIds(first).size() == 5);
            lastSeen = withIds(first).get(1).id();
        }
        EventStream again = follow(lastSeen);
        await().atMost(SOON).until(() -> withIds(again).size() == 3);
        percent(6);
        await().atMost(SOON).until(() -> withIds(again).size() == 4);

        assertThat(withIds(again))
                .extracting(event -> event.data().get("percent").asDouble())
                .containsExactly(3.0, 4.0, 5.0, 6.0);
        assertThat(again.events().get(0).id()).as("the state comes first").isNull();
        assertThat(again.events().get(0).data().get("percent").asDouble()).isEqualTo(5.0);
    }

    @Test
    void clientThatComesInTheMiddleGetsTheTextSoFar() {
        segment(0, "Good morning.");
        percent(10);
        segment(1, "Let us begin.");
        percent(20);
        awaitLogged(4);
        EventStream stream = follow(null);
        await().atMost(SOON)
                .until(() -> stream.lastId() != null && stream.events().size() == 3);
        percent(30);
        await().atMost(SOON).until(() -> stream.events().size() == 4);

        assertThat(stream.events())
                .extracting(EventStream.Received::event)
                .containsExactly("progress", "segment", "segment", "progress");
        assertThat(stream.events().get(2).data().get("segment").get("text").asString())
                .isEqualTo("Let us begin.");
        assertThat(percents(stream)).containsExactly(20.0, 30.0);
    }

    @Test
    void endIsToldOnceMoreToWhoComesBackAndThenThereIsNothingMore() {
        percent(50);
        completed();
        awaitLogged(2);
        EventStream first = follow(null);
        await().atMost(SOON).until(first::isEnded);
        assertThat(first.events()).extracting(EventStream.Received::event).containsExactly("completed");

        EventStream second = follow(first.lastId());
        await().atMost(SOON).until(second::isEnded);
        assertThat(second.events()).extracting(EventStream.Received::event).containsExactly("completed");

        assertThat(follow(second.lastId()).status()).isEqualTo(204);
        assertThat(follow(second.lastId()).status()).isEqualTo(204);
    }

    @Test
    void gapThatCanNotBeReplayedIsSaidAndFollowedByTheFullState() {
        percent(40);
        segment(0, "Still known.");
        percent(50);
        awaitLogged(3);
        EventStream stream = follow("12345-0");
        await().atMost(SOON).until(() -> stream.events().size() == 3);

        assertThat(stream.events())
                .extracting(EventStream.Received::event)
                .containsExactly("reset", "progress", "segment");
        assertThat(stream.events().get(0).data().get("state").get("percent").asDouble())
                .isEqualTo(50.0);
    }

    @Test
    void unnamedStreamSendsTheSameDataAsPlainMessages() {
        EventStream stream;
        percent(10);
        awaitLogged(1);
        stream = open("/api/progress/" + session + "?unnamed=true", null);
        await().atMost(SOON).until(() -> stream.events().size() == 1);
        completed();
        await().atMost(SOON).until(stream::isEnded);

        assertThat(stream.lines()).noneMatch(line -> line.startsWith("event:"));
        assertThat(stream.events())
                .extracting(event -> event.data().get("status").asString())
                .containsExactly("PROCESSING", "COMPLETED");
    }

    @Test
    void unknownSessionIsAProblem() {
        EventStream stream = follow(null);
        assertThat(stream.status()).isEqualTo(404);
        assertThat(stream.header("content-type")).isEqualTo("application/problem+json");
        await().atMost(SOON).until(stream::isEnded);
        assertThat(String.join("", stream.lines())).contains("\"code\":\"session-not-found\"");
    }

    @Test
    void newRunAfterTheEndBeginsANewLogAndLateWordsOfTheOldOneAreDropped() {
        percent(50);
        completed();
        awaitLogged(2);
        EventStream ended = follow(null);
        await().atMost(SOON).until(ended::isEnded);

        percent(60);
        publish(new ProgressEvent.StageChanged(session, null, Stage.PREPARE, SessionStatus.PROCESSING, Instant.now()));
        percent(1);
        await().atMost(SOON)
                .until(() -> "2".equals(String.valueOf(redis.opsForStream().size("events:" + session))));

        EventStream back = follow(ended.lastId());
        await().atMost(SOON).until(() -> back.events().size() >= 2);
        assertThat(back.events()).extracting(EventStream.Received::event).containsExactly("reset", "progress");
        assertThat(percents(back)).containsExactly(1.0);
    }

    private static List<EventStream.Received> withIds(EventStream stream) {
        return stream.events().stream().filter(event -> event.id() != null).toList();
    }
}
