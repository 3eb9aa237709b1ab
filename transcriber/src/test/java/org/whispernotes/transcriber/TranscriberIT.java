package org.whispernotes.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whispernotes.model.Topology;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.transcriber.testing.Samples;
import org.whispernotes.transcriber.testing.Waves;

/** A recording's way through the transcriber, and what is wrong with some. */
class TranscriberIT extends TranscriberTest {

    @Test
    void a_recording_becomes_a_transcript_over_several_chunks() {
        upload("meeting.wav", Waves.repeated(6));

        publisher.publish(uploaded);
        awaitTranscript();

        Transcript transcript = transcript();
        assertThat(plain(transcript.text())).isEqualTo(plain((Samples.TEXT + " ").repeat(6)));
        assertThat(transcript.language()).isEqualTo("en");
        assertThat(transcript.duration()).isCloseTo(6 * (Samples.SECONDS + 1), within(0.5));
        assertThat(transcript.segments())
                .extracting(Segment::id)
                .isEqualTo(
                        IntStream.range(0, transcript.segments().size()).boxed().toList());
        assertThat(transcript.segments()).isSortedAccordingTo((a, b) -> Double.compare(a.start(), b.start()));
        assertThat(transcript.coverage().transcribedSeconds())
                .isGreaterThan(0.8 * transcript.coverage().speechSeconds());
        assertThat(transcript.engine().model()).isEqualTo("base");
        assertThat(transcript.processing().workers()).containsExactly("worker-under-test");
        assertThat(plan().chunks()).hasSizeGreaterThan(3);
        assertThat(receivedEvents())
                .extracting(SessionEvent::kind, SessionEvent::stage)
                .contains(
                        tuple(SessionEvent.Kind.STARTED, Stage.PREPARE),
                        tuple(SessionEvent.Kind.FINISHED, Stage.PREPARE),
                        tuple(SessionEvent.Kind.FINISHED, Stage.ASSEMBLE));
        assertThat(liveText())
                .as("what was shown while it was heard")
                .containsExactlyInAnyOrderElementsOf(
                        transcript.segments().stream().map(Segment::text).toList());
    }

    @Test
    void a_call_with_one_person_a_side_has_two_speakers_even_where_both_sound_the_same() {
        upload("call.wav", Waves.call(4));

        publisher.publish(uploaded);
        awaitTranscript();

        assertThat(plan().channels()).isEqualTo(2);
        assertThat(transcript().speakers()).hasSize(2);
        for (Segment segment : transcript().segments()) {
            int turn = (int) ((segment.start() - Waves.RINGING) / Waves.TURN);
            assertThat(segment.speaker()).as("at %s s", segment.start()).isEqualTo("SPEAKER_0" + turn % 2);
        }
    }

    @Test
    void a_recording_without_speech_has_an_empty_transcript() {
        upload("silence.wav", Waves.silence(20));

        publisher.publish(uploaded);
        awaitTranscript();

        assertThat(transcript().segments()).isEmpty();
        assertThat(transcript().text()).isEmpty();
        assertThat(transcript().language()).isNull();
        assertThat(transcript().duration()).isCloseTo(20, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"empty, empty-file", "text, not-media", "video-only, no-audio", "cut, truncated", "playlist, playlist"})
    void what_is_wrong_with_the_recording_fails_the_session_and_is_no_dead_letter(String what, String code) {
        upload(what + ".mp4", broken(what));

        publisher.publish(uploaded);
        SessionEvent failed = await().atMost(LONG)
                .until(
                        () -> receivedEvents().stream()
                                .filter(e -> e.kind() == SessionEvent.Kind.FAILED)
                                .findFirst()
                                .orElse(null),
                        e -> e != null);

        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.replayable()).isFalse();
        assertThat(depth(Topology.DEAD_LETTERS)).isZero();
    }

    private byte[] broken(String what) {
        byte[] whole = Samples.bytes("moov-at-end.mp4");
        return switch (what) {
            case "empty" -> new byte[0];
            case "text" -> "just text\n".repeat(100).getBytes(StandardCharsets.UTF_8);
            case "video-only" -> Samples.bytes("video-only.mp4");
            case "cut" -> Arrays.copyOf(whole, whole.length / 2);
            default -> "#EXTM3U\n/etc/passwd\n".getBytes(StandardCharsets.UTF_8);
        };
    }
}
