package org.whispernotes.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.model.Problem;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** What is no recording fails with a code and a sentence of its own, and leaves nothing among the dead letters. */
class BrokenRecordingsIT {

    private static Standalone standalone;
    private static Api api;

    @BeforeAll
    static void start() {
        standalone = Standalone.start(Servers.get(), Map.of());
        api = new Api(standalone.url());
    }

    @AfterAll
    static void stop() {
        standalone.close();
    }

    @Test
    void each_kind_of_broken_recording_says_what_is_wrong(@TempDir Path dir) {
        Recordings recordings = new Recordings(dir);
        Path wav = recordings.speech();
        Path mp4 = recordings.video("whole.mp4", "-i", wav.toString(), "-c:v", "libx264", "-c:a", "aac");
        Path faststart = recordings.convert(wav, "whole.m4a", "-c:a", "aac", "-movflags", "+faststart");
        Map<Path, Problem> broken = new LinkedHashMap<>();
        broken.put(recordings.text("notes.mp4", "Dear diary, this is not a film.\n".repeat(50)), Problem.NOT_MEDIA);
        broken.put(recordings.text("nothing.mp3", ""), Problem.EMPTY_FILE);
        broken.put(recordings.video("silent-film.mp4", "-c:v", "libx264", "-an"), Problem.NO_AUDIO);
        broken.put(recordings.cut(mp4, "broken-off.mp4", 0.6), Problem.TRUNCATED);
        broken.put(recordings.cut(faststart, "broken-off.m4a", 0.6), Problem.TRUNCATED);
        broken.put(recordings.text("list.mp4", "ffconcat version 1.0\nfile '" + wav + "'\n"), Problem.PLAYLIST);
        broken.put(
                recordings.text("stream.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://" + wav + "\n"),
                Problem.PLAYLIST);

        long deadBefore = deadLetters();
        List<Path> files = List.copyOf(broken.keySet());
        List<String> ids = api.upload(files);

        for (int i = 0; i < ids.size(); i++) {
            JsonNode session = api.awaitEnd(ids.get(i));
            Problem expected = broken.get(files.get(i));
            assertThat(session.get("status").asString()).as(session.toString()).isEqualTo("FAILED");
            assertThat(session.get("errorCode").asString())
                    .as(files.get(i).getFileName().toString())
                    .isEqualTo(expected.code());
            assertThat(session.get("errorMessage").asString()).endsWith(".").hasSizeGreaterThan(30);
            assertThat(session.get("replayable").asBoolean()).isFalse();
        }
        assertThat(deadLetters()).isEqualTo(deadBefore);
    }

    /** All that there ever were: other tests on the same servers may have left some. */
    private static long deadLetters() {
        return api.get("/api/admin/dead-letters?status=ALL").get("total").asLong();
    }
}
