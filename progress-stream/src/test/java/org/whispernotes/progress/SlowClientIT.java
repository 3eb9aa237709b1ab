package org.whispernotes.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SlowClientIT extends ProgressStreamTestBase {

    private static final int SEGMENTS = 1500;
    /** Well under what a follower may lag behind: one that reads must never be dropped for the publisher's haste. */
    private static final int BURST = 50;

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
            for (int sent = 0; sent < SEGMENTS; sent += BURST) {
                for (int i = sent; i < sent + BURST; i++) {
                    segment(i, text);
                }
                int soFar = sent + BURST;
                await().atMost(SOON).until(() -> segments(healthy) == soFar);
            }
            await().atMost(SOON).until(() -> dropped() > droppedBefore);
            assertThat(healthy.isEnded()).isFalse();
        }
    }

    private static long segments(EventStream stream) {
        return stream.events().stream()
                .filter(event -> "segment".equals(event.event()))
                .count();
    }

    private double dropped() {
        return registry.get("notes.progress.followers.dropped").counter().count();
    }
}
