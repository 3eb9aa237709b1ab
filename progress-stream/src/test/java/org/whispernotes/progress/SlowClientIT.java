package org.whispernotes.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SlowClientIT extends ProgressStreamTestBase {

    private static final int SEGMENTS = 1500;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Autowired
    MeterRegistry registry;

    @Test
    void clientThatDoesNotReadIsDroppedAndOthersMissNothing() throws Exception {
        percent(1);
        awaitLogged(1);
        EventStream healthy = follow(null);
        await().atMost(SOON).until(() -> healthy.events().size() == 1);
        try (Socket stuck = new Socket()) {
            stuck.setReceiveBufferSize(4096);
            stuck.connect(new InetSocketAddress("127.0.0.1", port));
            stuck.getOutputStream()
                    .write(("GET /api/progress/" + session + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(US_ASCII));
            InputStream in = stuck.getInputStream();
            assertThat(in.read()).isEqualTo('H');

            double droppedBefore = dropped();
            String text = "word ".repeat(4000);
            for (int i = 0; i < SEGMENTS; i++) {
                segment(i, text);
            }
            await().atMost(LONG).until(() -> dropped() > droppedBefore);
            await().atMost(LONG)
                    .until(() -> healthy.events().stream()
                                    .filter(event -> "segment".equals(event.event()))
                                    .count()
                            == SEGMENTS);
            assertThat(healthy.isEnded()).isFalse();
        }
    }

    private double dropped() {
        return registry.get("notes.progress.followers.dropped").counter().count();
    }
}
