package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class CloseListeningTest {

    /** Two men take turns and are taken for one; a woman is not heard in between. */
    private static final DiarisationResult ONE = new DiarisationResult(
            List.of(turn(0.5, 4.2), turn(7.8, 13.9), turn(14.2, 17.0), turn(20.6, 22.5)), List.of("SPEAKER_00"));

    private final AudioSource meeting = new Recordings.InMemory(Recordings.meeting());
    private SpeakerModels models;

    private static Turn turn(double start, double end) {
        return new Turn(start, end, "SPEAKER_00");
    }

    @BeforeAll
    void load() throws IOException {
        models = SpeakerModels.open(Recordings.segmentation(), Recordings.embedding());
    }

    @AfterAll
    void unload() {
        if (models != null) {
            models.close();
        }
    }

    private CloseListening listening() {
        return new CloseListening(models, meeting, 300, () -> false);
    }

    private static String speakerAt(DiarisationResult result, double time) {
        return result.turns().stream()
                .filter(turn -> turn.start() <= time && time < turn.end())
                .map(Turn::speaker)
                .reduce("", String::concat);
    }

    @Test
    void aSpeakerWhoIsTwoIsDividedWithinATurnToo() {
        DiarisationResult two = listening().divide(ONE, 2);

        assertThat(two.speakers()).containsExactly("SPEAKER_00", "SPEAKER_01");
        for (double awb : new double[] {2.3, 12.8, 21.6}) {
            assertThat(speakerAt(two, awb)).as("at %s s", awb).isEqualTo("SPEAKER_00");
        }
        for (double rms : new double[] {9.5, 15.7}) {
            assertThat(speakerAt(two, rms)).as("at %s s", rms).isEqualTo("SPEAKER_01");
        }
        assertThat(two.turns().stream().mapToDouble(Turn::duration).sum())
                .as("nothing is lost")
                .isEqualTo(ONE.turns().stream().mapToDouble(Turn::duration).sum(), within(1e-6));
    }

    @Test
    void whoIsKnownAlreadyStaysWhole() {
        assertThat(listening().divide(ONE, 1)).isEqualTo(ONE);
    }

    @Test
    void aWordIsNotDivided() {
        DiarisationResult word = new DiarisationResult(List.of(turn(0.5, 1.6)), List.of("SPEAKER_00"));

        assertThat(listening().divide(word, 2)).isEqualTo(word);
        assertThat(listening()
                        .divide(new DiarisationResult(List.of(), List.of()), 2)
                        .turns())
                .isEmpty();
    }

    @Test
    void stopsWhenCancelled() {
        assertThatThrownBy(() -> new CloseListening(models, meeting, 300, () -> true).divide(ONE, 2))
                .isInstanceOf(CancellationException.class);
    }
}
