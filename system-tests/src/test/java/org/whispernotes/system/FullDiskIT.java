package org.whispernotes.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.HttpServerErrorException;
import org.whispernotes.model.Problem;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** An object store whose disk is full: what is in it stays, what finds no room says so, and goes on once there is some. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullDiskIT {

    /** A little more than a minute: of its decoded audio the first piece has 1,920,000 bytes. */
    private static final String A_MINUTE = "aloop=loop=15:size=2e9,apad=pad_dur=1";

    private static final int LESS_THAN_A_PIECE = 1_500_000;

    private @Nullable SmallStore store;
    private @Nullable Standalone standalone;
    private Api api;
    private Recordings recordings;

    @BeforeAll
    void start(@TempDir Path dir) {
        assumeTrue(
                SmallStore.isPossible(dir),
                "a small disk can't be mounted here: run this test as root, or allow unprivileged user namespaces");
        store = SmallStore.start(dir);
        Map<String, String> settings = new LinkedHashMap<>(store.settings());
        settings.put("NOTES_BROKER_RETRYDELAYS", "1s");
        standalone = Standalone.start(Servers.get(), settings);
        api = new Api(standalone.url());
        recordings = new Recordings(dir);
    }

    @AfterAll
    void stop() {
        if (standalone != null) {
            standalone.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @Test
    void an_upload_that_finds_no_room_says_so_and_what_is_stored_stays_readable() {
        String kept = api.upload(recordings.speech());
        assertThat(api.awaitEnd(kept).get("status").asString()).isEqualTo("COMPLETED");
        JsonNode transcript = api.transcript(kept);

        store.fill();

        assertThatExceptionOfType(HttpServerErrorException.class)
                .isThrownBy(() -> api.upload(recordings.speech()))
                .satisfies(refusal -> {
                    assertThat(refusal.getStatusCode().value()).isEqualTo(507);
                    assertThat(refusal.getResponseBodyAsString()).contains("\"code\":\"store-full\"");
                });
        assertThat(api.transcript(kept)).isEqualTo(transcript);

        store.makeRoom();
        String again = api.upload(recordings.speech());
        assertThat(api.awaitEnd(again).get("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void a_recording_whose_work_finds_no_room_says_so_and_is_finished_by_a_replay() {
        Path minute = recordings.convert(recordings.speech(), "minute.opus", "-af", A_MINUTE, "-b:a", "12k");
        store.fillUpTo(LESS_THAN_A_PIECE);

        String id = api.upload(minute);

        JsonNode failed = api.awaitEnd(id);
        assertThat(failed.get("status").asString()).as(failed.toString()).isEqualTo("FAILED");
        assertThat(failed.get("errorCode").asString()).isEqualTo(Problem.STORE_FULL.code());
        assertThat(failed.get("replayable").asBoolean()).isTrue();

        store.makeRoom();
        api.post("/api/admin/dead-letters/replay", Map.of("all", true));
        JsonNode ended = api.awaitEnd(id);
        assertThat(ended.get("status").asString()).as(ended.toString()).isEqualTo("COMPLETED");
        assertThat(api.transcript(id).get("text").asString()).contains("garden");
    }
}
