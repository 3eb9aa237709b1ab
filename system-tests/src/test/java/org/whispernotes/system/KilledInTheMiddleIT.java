package org.whispernotes.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** A process that dies while it recognises costs nothing but time. */
class KilledInTheMiddleIT {

    @Test
    void a_session_whose_process_was_killed_in_a_chunk_ends_with_the_same_text(@TempDir Path dir) {
        Recordings recordings = new Recordings(dir);
        Path clip =
                recordings.convert(recordings.speech(), "long.flac", "-af", "aloop=loop=15:size=2e9,apad=pad_dur=1");
        String undisturbed;
        String interrupted;
        try (Standalone standalone = Standalone.start(Servers.get(), Map.of())) {
            Api api = new Api(standalone.url());
            String first = api.upload(clip);
            assertThat(api.awaitEnd(first).get("status").asString()).isEqualTo("COMPLETED");
            undisturbed = api.transcript(first).get("text").asString();

            interrupted = api.upload(clip);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        JsonNode session = api.session(interrupted);
                        return session.get("status").asString().equals("PROCESSING")
                                && session.get("stage").asString().equals("transcribe");
                    });
            standalone.kill();
        }
        try (Standalone again = Standalone.start(Servers.get(), Map.of())) {
            Api api = new Api(again.url());
            JsonNode session = api.awaitEnd(interrupted);
            assertThat(session.get("status").asString()).as(session.toString()).isEqualTo("COMPLETED");
            assertThat(api.transcript(interrupted).get("text").asString()).isEqualTo(undisturbed);
        }
    }
}
