package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.whispernotes.testing.Servers;

@DirtiesContext
class RedisAwayIT extends ProgressStreamTestBase {

    private static final Duration OUTAGE = Duration.ofSeconds(30);

    @Test
    void streamStaysOpenSaysSoAndResumesWithoutAGapWhenRedisWasFrozen() {
        percent(1);
        awaitLogged(1);
        EventStream stream = follow(null);
        await().atMost(SOON).until(() -> percents(stream).equals(List.of(1.0)));

        Servers.get().pause("redis");
        EventStream newcomer;
        try {
            await().atMost(OUTAGE).until(() -> saysAway(stream));
            newcomer = follow(null);
            await().atMost(OUTAGE).until(() -> saysAway(newcomer));
            percent(2);
            percent(3);
        } finally {
            Servers.get().resume("redis");
        }
        await().atMost(OUTAGE).until(() -> percents(stream).contains(3.0));
        percent(4);
        await().atMost(OUTAGE).until(() -> percents(stream).contains(4.0));
        await().atMost(OUTAGE).until(() -> percents(newcomer).contains(4.0));

        assertThat(percents(stream)).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(stream.isEnded()).isFalse();
        assertThat(newcomer.isEnded()).isFalse();
    }

    @Test
    void streamSurvivesARedisThatLostEverything() {
        percent(1);
        awaitLogged(1);
        EventStream stream = follow(null);
        await().atMost(SOON).until(() -> percents(stream).equals(List.of(1.0)));

        Servers.get().killAndRestart("redis");
        // The first command after the kill may meet the dead connection.
        await().ignoreExceptions().atMost(OUTAGE).until(() -> {
            redis.delete(List.of("events:" + session, "progress:" + session));
            return true;
        });
        await().atMost(OUTAGE).until(() -> saysAway(stream));
        percent(5);
        await().atMost(OUTAGE).until(() -> percents(stream).contains(5.0));
        completed();
        await().atMost(OUTAGE).until(stream::isEnded);

        assertThat(stream.events()).extracting(EventStream.Received::event).contains("reset");
        assertThat(stream.events().get(stream.events().size() - 1).event()).isEqualTo("completed");
    }

    private static boolean saysAway(EventStream stream) {
        return stream.pings().stream().anyMatch(ping -> !ping.data().get("live").asBoolean());
    }
}
