package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.runtime.store.StoreException;

class SpeakerTellingTest {

    private static final AudioSource AUDIO = new Recordings.InMemory(new float[16_000]);
    private static final List<Segment> SEGMENTS =
            List.of(new Segment(0, 0, 1, "Hello.", null, "en", 0.9, List.of(), List.of()));

    private static SpeakerTelling.Told tell(Diariser diariser, SpeakerSettings settings) {
        return new SpeakerTelling(diariser, settings).tell("session", AUDIO, SEGMENTS, SpeakerHint.none(), () -> false);
    }

    @Test
    void segmentsAndSpeakersComeTogether() {
        SpeakerTelling.Told told = tell(
                (audio, hint, cancelled) -> new DiarisationResult(
                        List.of(new Turn(0, 1, "SPEAKER_00"), new Turn(5, 6, "SPEAKER_01")),
                        List.of("SPEAKER_00", "SPEAKER_01")),
                SpeakerSettings.defaults());

        assertThat(told.segments().get(0).speaker()).isEqualTo("SPEAKER_00");
        assertThat(told.speakers()).containsExactly(new Speaker("SPEAKER_00", "Speaker 1"));
        assertThat(told.warnings()).isEmpty();
    }

    @Test
    void aFailureLeavesTheTranscriptWithAWarning() {
        SpeakerTelling.Told told = tell(
                (audio, hint, cancelled) -> {
                    throw new UncheckedIOException(new IOException("a model is damaged"));
                },
                SpeakerSettings.defaults());

        assertThat(told.segments()).isEqualTo(SEGMENTS);
        assertThat(told.speakers()).isEmpty();
        assertThat(told.warnings()).containsExactly(SpeakerTelling.FAILED);
    }

    /** The step is tried again once the store is back: nobody should miss speakers because of a minute's outage. */
    @Test
    void anOutageIsNoFailureOfTheSpeakers() {
        StoreException away = new StoreException("the store is away", new IOException("timeout"));

        assertThatThrownBy(() -> tell(
                        (audio, hint, cancelled) -> {
                            throw away;
                        },
                        SpeakerSettings.defaults()))
                .isSameAs(away);
    }

    @Test
    void missingModelsLeaveTheTranscriptWithAWarning() {
        Path nowhere = Path.of("no-such-model");
        try (OnnxDiariser diariser = new OnnxDiariser(() -> nowhere, () -> nowhere, SpeakerSettings.defaults())) {
            assertThat(tell(diariser, SpeakerSettings.defaults()).warnings()).containsExactly(SpeakerTelling.FAILED);
        }
    }

    @Test
    void cancellationIsNoFailure() {
        assertThatThrownBy(() -> tell(
                        (audio, hint, cancelled) -> {
                            throw new CancellationException();
                        },
                        SpeakerSettings.defaults()))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void nothingIsDoneWhenSwitchedOff() {
        SpeakerTelling.Told told = tell(
                (audio, hint, cancelled) -> {
                    throw new AssertionError("asked although switched off");
                },
                new SpeakerSettings(false, 0, 16, 2.5, 300, 0.68, 20));

        assertThat(told.segments()).isEqualTo(SEGMENTS);
        assertThat(told.warnings()).isEmpty();
    }
}
