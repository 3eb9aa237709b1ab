package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.whispernotes.testing.Servers;

class ReplicasIT extends ProgressStreamTestBase {

    @Test
    void clientOfAStoppingReplicaIsSentElsewhereAndResumesThereWithoutLossOrDouble() {
        percent(1);
        awaitLogged(1);
        EventStream there;
        try (ConfigurableApplicationContext replica = startReplica()) {
            int otherPort =
                    ((WebServerApplicationContext) replica).getWebServer().getPort();
            there = EventStream.open("http://127.0.0.1:" + otherPort + "/api/progress/" + session, null);
            await().atMost(SOON).until(() -> percents(there).equals(List.of(1.0)));
            percent(2);
            await().atMost(SOON).until(() -> percents(there).equals(List.of(1.0, 2.0)));
        }
        await().atMost(SOON).until(there::isEnded);
        assertThat(there.pings())
                .last()
                .satisfies(farewell -> assertThat(
                                farewell.data().get("reconnectMillis").asLong())
                        .isBetween(500L, 5500L));
        assertThat(there.lines().stream().filter(line -> line.startsWith("retry: ")))
                .hasSize(2);

        IntStream.rangeClosed(3, 6).forEach(this::percent);
        awaitLogged(6);
        EventStream here = follow(there.lastId());
        percent(7);
        await().atMost(SOON).until(() -> percents(here).contains(7.0));
        assertThat(here.events().stream().filter(event -> event.id() != null))
                .extracting(event -> event.data().get("percent").asDouble())
                .containsExactly(3.0, 4.0, 5.0, 6.0, 7.0);
    }

    private static ConfigurableApplicationContext startReplica() {
        Map<String, Object> settings = new HashMap<>(Servers.get().springProperties());
        settings.put("server.port", "0");
        return new SpringApplicationBuilder(ProgressStreamApplication.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }
}
