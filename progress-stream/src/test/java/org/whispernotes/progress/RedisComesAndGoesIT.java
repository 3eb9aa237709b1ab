package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.whispernotes.testing.Servers;

/** Outage after outage: whoever follows goes on being told, and so does whoever comes after. */
@DirtiesContext
class RedisComesAndGoesIT extends ProgressStreamTestBase {

    private static final int OUTAGES = 4;

    @Autowired
    private ClientResources lettuce;

    private final UUID user = UUID.randomUUID();
    private double percent;

    @ParameterizedTest
    @ValueSource(strings = {"killed", "frozen"})
    void liveEventsGoOnAfterEachOutage(String how) throws Exception {
        String token = "Bearer " + MeetingSocketIT.token(user, Duration.ofHours(1), SECRET);
        tell(session);
        awaitLogged(1);
        EventStream stream = open("/api/progress/" + session, null, "Authorization", token);
        EventStream all = open("/api/progress", null, "Authorization", token);
        awaitTold(stream);
        awaitTold(all);

        for (int outage = 0; outage < OUTAGES; outage++) {
            if (how.equals("killed")) {
                Servers.get().killAndRestart("redis");
            } else {
                Servers.get().pause("redis");
                // Told while Redis does not answer: it must not be lost, nor come twice.
                tell(session);
                Servers.get().resume("redis");
            }
            tell(session);
            awaitTold(stream);
            awaitTold(all);
            UUID next = UUID.randomUUID();
            tell(next);
            awaitTold(all);
            EventStream newcomer = open("/api/progress/" + next, null, "Authorization", token);
            awaitTold(newcomer);
            tell(next);
            awaitTold(newcomer);
            awaitTold(all);
            newcomer.close();
        }
        assertThat(stream.isEnded()).isFalse();
        assertThat(all.isEnded()).isFalse();
        assertThat(percents(stream)).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void redisIsTriedAgainSoonHoweverLongItWasAway() {
        assertThat(IntStream.range(1, 100).mapToObj(lettuce.reconnectDelay()::createDelay))
                .allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(Duration.ofSeconds(2)));
    }

    private void tell(UUID about) {
        publisher.publish(progress(about, ++percent), user);
    }

    private void awaitTold(EventStream stream) {
        await().atMost(SOON).until(() -> percents(stream).contains(percent));
    }
}
