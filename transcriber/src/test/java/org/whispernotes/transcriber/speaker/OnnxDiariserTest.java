package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.whispernotes.model.session.SpeakerHint;

@TestInstance(Lifecycle.PER_CLASS)
class OnnxDiariserTest {

    /** Middle of each turn of the meeting, and who it is. */
    private static final double[] MIDDLES = {2.3, 5.8, 9.5, 12.8, 15.7, 19.0, 21.6};

    private static final List<String> VOICES =
            List.of("SPEAKER_00", "SPEAKER_01", "SPEAKER_02", "SPEAKER_00", "SPEAKER_02", "SPEAKER_01", "SPEAKER_00");

    private OnnxDiariser diariser;

    @BeforeAll
    void load() {
        diariser = Recordings.diariser(SpeakerSettings.defaults());
    }

    @AfterAll
    void unload() {
        if (diariser != null) {
            diariser.close();
        }
    }

    private DiarisationResult diarise(AudioSource audio, SpeakerHint hint) {
        return diariser.diarise(audio, hint, () -> false);
    }

    @Test
    void findsThreeVoicesAndWhoSpeaksWhen() {
        DiarisationResult result = diarise(new Recordings.InMemory(Recordings.meeting()), SpeakerHint.none());

        assertThat(result.speakers()).containsExactly("SPEAKER_00", "SPEAKER_01", "SPEAKER_02");
        for (int i = 0; i < MIDDLES.length; i++) {
            assertThat(speakersAt(result, MIDDLES[i])).as("at %s s", MIDDLES[i]).containsExactly(VOICES.get(i));
        }
        assertThat(result.turns().get(0).start()).isEqualTo(0.5, within(0.2));
        assertThat(result.turns().get(result.turns().size() - 1).end()).isEqualTo(22.46, within(0.2));
    }

    @Test
    void aGivenNumberOfSpeakersIsKept() {
        AudioSource audio = new Recordings.InMemory(Recordings.meeting());

        assertThat(diarise(audio, new SpeakerHint(2, null, null)).speakers()).hasSize(2);
        assertThat(diarise(audio, new SpeakerHint(null, null, 1)).speakers()).hasSize(1);
        assertThat(diarise(audio, new SpeakerHint(4, null, null)).speakers()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void theResultDoesNotDependOnThreadsOrBatches() {
        AudioSource audio = new Recordings.InMemory(Recordings.meeting());
        try (OnnxDiariser small = Recordings.diariser(new SpeakerSettings(true, 1, 2, 2.5, 300, 0.68, 20))) {
            DiarisationResult one = small.diarise(audio, SpeakerHint.none(), () -> false);
            DiarisationResult many = diarise(audio, SpeakerHint.none());

            assertThat(one.speakers()).isEqualTo(many.speakers());
            for (double middle : MIDDLES) {
                assertThat(speakersAt(one, middle)).isEqualTo(speakersAt(many, middle));
            }
        }
    }

    @Test
    void nobodySpeaksInSilenceNoiseOrNothing() {
        assertThat(diarise(new Recordings.InMemory(new float[0]), SpeakerHint.none())
                        .turns())
                .isEmpty();
        assertThat(diarise(new Recordings.InMemory(new float[160_000]), SpeakerHint.none())
                        .turns())
                .isEmpty();
        assertThat(diarise(new Recordings.InMemory(Recordings.noise(12, 0.01, 1)), new SpeakerHint(2, null, null))
                        .turns())
                .isEmpty();
    }

    @Test
    void stereoWithOneSpeakerASideIsToldByItsChannels() {
        float[] meeting = Recordings.meeting();
        // The same voice on both sides: no comparison of voices could do this.
        AudioSource call = new Recordings.InMemory(
                Recordings.only(meeting, 0, 4.2, 20.5, 22.7), Recordings.only(meeting, 11.7, 13.9));

        DiarisationResult result = diarise(call, SpeakerHint.none());

        assertThat(result.speakers()).hasSize(2);
        assertThat(speakersAt(result, 2.3)).containsExactly("SPEAKER_00");
        assertThat(speakersAt(result, 12.8)).containsExactly("SPEAKER_01");
        assertThat(speakersAt(result, 21.6)).containsExactly("SPEAKER_00");
    }

    @Test
    void stopsBetweenBatchesWhenCancelled() {
        AudioSource audio = new Recordings.InMemory(new float[60 * Frames.SAMPLE_RATE]);
        AtomicInteger asked = new AtomicInteger();

        try (OnnxDiariser small = Recordings.diariser(new SpeakerSettings(true, 1, 1, 2.5, 300, 0.68, 20))) {
            assertThatThrownBy(() -> small.diarise(audio, SpeakerHint.none(), () -> asked.incrementAndGet() > 3))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void closingWhileListeningFailsTheRecordingAndNotTheProcess() throws Exception {
        AudioSource audio = new Recordings.InMemory(new float[600 * Frames.SAMPLE_RATE]);
        OnnxDiariser closing = Recordings.diariser(SpeakerSettings.defaults());
        CountDownLatch listening = new CountDownLatch(3);

        CompletableFuture<DiarisationResult> result =
                CompletableFuture.supplyAsync(() -> closing.diarise(audio, SpeakerHint.none(), () -> {
                    listening.countDown();
                    return false;
                }));
        listening.await();
        closing.close();

        assertThat(result).failsWithin(Duration.ofSeconds(60));
    }

    private static List<String> speakersAt(DiarisationResult result, double time) {
        return result.turns().stream()
                .filter(turn -> turn.start() <= time && time < turn.end())
                .map(Turn::speaker)
                .toList();
    }
}
