package org.whispernotes.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.testing.Servers;
import tools.jackson.databind.JsonNode;

/** What people record with: each container gives the same text. */
class ContainersIT {

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
    void every_common_container_is_transcribed(@TempDir Path dir) {
        Recordings recordings = new Recordings(dir);
        Path wav = recordings.speech();
        List<Path> files = new ArrayList<>(List.of(
                wav,
                recordings.video("moov-at-end.mp4", "-i", wav.toString(), "-c:v", "libx264", "-c:a", "aac"),
                recordings.video(
                        "faststart.mp4",
                        "-i",
                        wav.toString(),
                        "-c:v",
                        "libx264",
                        "-c:a",
                        "aac",
                        "-movflags",
                        "+faststart"),
                recordings.video("phone.mov", "-i", wav.toString(), "-c:v", "libx264", "-c:a", "aac"),
                recordings.video("screen.mkv", "-i", wav.toString(), "-c:v", "libx264", "-c:a", "libvorbis"),
                recordings.video("browser.webm", "-i", wav.toString(), "-c:v", "libvpx", "-c:a", "libopus"),
                recordings.convert(wav, "memo.m4a", "-c:a", "aac"),
                recordings.convert(wav, "call.mp3", "-c:a", "libmp3lame"),
                recordings.convert(wav, "talk.flac"),
                recordings.convert(wav, "voice.ogg", "-c:a", "libvorbis")));

        List<String> ids = api.upload(files);

        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            JsonNode session = api.awaitEnd(ids.get(i));
            String name = files.get(i).getFileName().toString();
            assertThat(session.get("status").asString())
                    .as(name + ": " + session)
                    .isEqualTo("COMPLETED");
            texts.put(name, api.transcript(ids.get(i)).get("text").asString());
        }
        assertThat(texts)
                .allSatisfy((name, text) -> assertThat(WordErrorRate.of(Recordings.SPOKEN, text))
                        .as(name + " says: " + text)
                        .isLessThan(0.15));
    }
}
