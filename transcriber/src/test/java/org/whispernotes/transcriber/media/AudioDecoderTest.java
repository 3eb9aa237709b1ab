package org.whispernotes.transcriber.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.runtime.store.StoreException;
import org.whispernotes.transcriber.testing.MemoryStore;
import org.whispernotes.transcriber.testing.Samples;

class AudioDecoderTest {

    private final MemoryStore store = new MemoryStore();
    private final Samples.Collector heard = new Samples.Collector();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moov-at-end.mp4",
                "faststart.mp4",
                "speech.mov",
                "speech.mkv",
                "speech.webm",
                "speech.m4a",
                "speech.mp3",
                "speech.wav",
                "speech.flac",
                "speech.ogg"
            })
    void every_container_decodes_to_the_same_speech(String name) throws Exception {
        double seconds = decode(Samples.bytes(name));

        assertThat(seconds).isEqualTo(heard.seconds()).isCloseTo(Samples.SECONDS, within(0.25));
        assertThat(Arrays.copyOfRange(heard.all(), 8_000, 60_000))
                .as("loud enough to be speech")
                .satisfies(samples -> assertThat(rms(samples)).isBetween(0.02, 0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"moov-at-end.mp4", "speech.webm", "speech.mp3"})
    void a_connection_that_breaks_is_taken_up_where_it_broke(String name) throws Exception {
        store.breakConnectionsAfter(5_000);

        assertThat(decode(Samples.bytes(name))).isCloseTo(Samples.SECONDS, within(0.25));
    }

    @Test
    void an_index_at_the_end_costs_three_requests_no_more() throws Exception {
        byte[] large = withLargeVideo(Samples.bytes("moov-at-end.mp4"), 20 << 20);

        decode(large);

        assertThat(store.requests()).isLessThanOrEqualTo(4);
    }

    @Test
    void an_empty_file_says_so() {
        assertProblem(Problem.EMPTY_FILE, () -> decode(new byte[0]));
    }

    @Test
    void a_text_that_calls_itself_mp4_is_no_media() {
        byte[] text = "Minutes of the meeting\n".repeat(500).getBytes(StandardCharsets.UTF_8);

        assertProblem(Problem.NOT_MEDIA, () -> decode(text));
    }

    @Test
    void a_picture_is_no_media() {
        byte[] png = new byte[2_000];
        System.arraycopy(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'},
                0,
                png,
                0,
                16);

        assertProblem(Problem.NOT_MEDIA, () -> decode(png));
    }

    @Test
    void a_video_without_sound_says_so() {
        assertProblem(Problem.NO_AUDIO, () -> decode(Samples.bytes("video-only.mp4")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"moov-at-end.mp4", "faststart.mp4", "speech.m4a", "speech.wav", "speech.flac", "speech.mkv"})
    void a_recording_that_is_cut_off_says_so(String name) {
        byte[] whole = Samples.bytes(name);

        assertProblem(Problem.TRUNCATED, () -> decode(Arrays.copyOf(whole, whole.length * 2 / 5)));
    }

    @Test
    void noise_where_the_audio_should_be_is_damaged() {
        byte[] damaged = Samples.bytes("faststart.mp4");
        Arrays.fill(damaged, damaged.length / 5, damaged.length, (byte) 0x5a);

        assertProblem(Problem.DAMAGED, () -> decode(damaged));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffconcat version 1.0\nfile '%s'\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n",
                "[playlist]\nFile1=%s\nNumberOfEntries=1\n",
                "<?xml version=\"1.0\"?>\n<MPD><BaseURL>%s</BaseURL></MPD>"
            })
    void a_playlist_in_disguise_reads_no_other_file(String script, @TempDir Path dir) throws IOException {
        Path secret = Files.write(dir.resolve("secret.wav"), Samples.bytes("speech.wav"));
        byte[] playlist = script.formatted(secret).getBytes(StandardCharsets.UTF_8);

        assertProblem(Problem.PLAYLIST, () -> decode(playlist));
        assertThat(heard.seconds()).isZero();
    }

    @Test
    void a_playlist_that_hides_its_signature_still_reads_no_other_file(@TempDir Path dir) throws IOException {
        Path secret = Files.write(dir.resolve("secret.wav"), Samples.bytes("speech.wav"));
        byte[] playlist = ("# notes\nffconcat version 1.0\nfile '" + secret + "'\n").getBytes(StandardCharsets.UTF_8);

        assertProblem(Problem.NOT_MEDIA, () -> decode(playlist));
        assertThat(heard.seconds()).isZero();
    }

    @Test
    void a_recording_beyond_the_limit_is_too_long() {
        AudioDecoder strict = new AudioDecoder(store, new MediaSettings(Duration.ofSeconds(3)));
        ObjectRef ref = store.put("long", Samples.bytes("speech.m4a"));

        assertProblem(Problem.TOO_LONG, () -> strict.decode(ref, heard, info -> {}, () -> false));
    }

    @Test
    void a_recording_that_is_gone_says_so() {
        assertProblem(
                Problem.RECORDING_GONE,
                () -> decoder().decode(new ObjectRef(Bucket.VIDEO_FILES, "gone"), heard, info -> {}, () -> false));
    }

    @Test
    void a_store_that_stays_away_is_no_problem_of_the_recording() {
        store.breakConnectionsAfter(0);

        assertThatThrownBy(() -> decode(Samples.bytes("speech.mp3"))).isInstanceOf(StoreException.class);
    }

    @Test
    void decoding_stops_when_nobody_wants_it_any_more() {
        ObjectRef ref = store.put("cancelled", Samples.bytes("speech.mp3"));

        assertThatThrownBy(() -> decoder().decode(ref, heard, info -> {}, () -> heard.seconds() > 0))
                .isInstanceOf(CancellationException.class);
    }

    private double decode(byte[] content) throws Exception {
        return decoder().decode(store.put("recording", content), heard, info -> {}, () -> false);
    }

    private AudioDecoder decoder() {
        return new AudioDecoder(store, new MediaSettings(Duration.ofHours(1)));
    }

    private static void assertProblem(Problem expected, ThrowingCallable decoding) {
        assertThatThrownBy(decoding)
                .isInstanceOfSatisfying(
                        RecordingProblemException.class,
                        e -> assertThat(e.problem()).isEqualTo(expected));
    }

    /** Puts a box of so many bytes between the media and the index, as a long video track would. */
    private static byte[] withLargeVideo(byte[] mp4, int bytes) {
        ByteBuffer boxes = ByteBuffer.wrap(mp4);
        int at = 0;
        while (!new String(mp4, at + 4, 4, StandardCharsets.ISO_8859_1).equals("moov")) {
            at += boxes.getInt(at);
        }
        ByteBuffer large = ByteBuffer.allocate(mp4.length + bytes);
        large.put(mp4, 0, at).putInt(bytes).put("free".getBytes(StandardCharsets.ISO_8859_1));
        large.position(at + bytes);
        large.put(mp4, at, mp4.length - at);
        return large.array();
    }

    private static double rms(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }
}
