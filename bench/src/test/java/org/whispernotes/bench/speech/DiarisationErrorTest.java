package org.whispernotes.bench.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiarisationErrorTest {

    private static final List<SpeakerTurn> REFERENCE =
            List.of(new SpeakerTurn(0, 4, "anna"), new SpeakerTurn(3, 8, "ben"), new SpeakerTurn(9, 10, "anna"));

    @Test
    void namesDoNotMatter() {
        List<SpeakerTurn> found =
                List.of(new SpeakerTurn(3, 8, "0"), new SpeakerTurn(0, 4, "1"), new SpeakerTurn(9, 10, "1"));

        assertThat(DiarisationError.of(REFERENCE, found).rate()).isZero();
    }

    @Test
    void tellsMissedFalseAndConfusedApart() {
        List<SpeakerTurn> found = List.of(
                new SpeakerTurn(0, 4, "a"),
                new SpeakerTurn(4, 7, "b"),
                new SpeakerTurn(9, 10, "b"),
                new SpeakerTurn(11, 12, "a"));

        DiarisationError error = DiarisationError.of(REFERENCE, found);

        assertThat(error.speech()).isEqualTo(10, within(1e-9));
        assertThat(error.missed()).isEqualTo(2, within(1e-9));
        assertThat(error.falseAlarm()).isEqualTo(1, within(1e-9));
        assertThat(error.confused()).isEqualTo(1, within(1e-9));
        assertThat(error.rate()).isEqualTo(0.4, within(1e-9));
    }

    @Test
    void everythingIsMissedWhenNobodyIsFound() {
        assertThat(DiarisationError.of(REFERENCE, List.of()).rate()).isEqualTo(1);
        assertThat(DiarisationError.of(List.of(), List.of()).rate()).isZero();
    }

    @Test
    void theMappingIsTheBestOfAll() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int[][] gain = new int[1 + random.nextInt(5)][1 + random.nextInt(5)];
            for (int[] row : gain) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = random.nextInt(20);
                }
            }
            int[] mapping = BestMapping.of(gain);
            int sum = 0;
            for (int r = 0; r < gain.length; r++) {
                sum += mapping[r] < 0 ? 0 : gain[r][mapping[r]];
            }
            assertThat(sum).isEqualTo(best(gain, 0, 0));
        }
    }

    private static int best(int[][] gain, int row, int taken) {
        if (row == gain.length) {
            return 0;
        }
        int best = best(gain, row + 1, taken);
        for (int c = 0; c < gain[0].length; c++) {
            if ((taken >> c & 1) == 0) {
                best = Math.max(best, gain[row][c] + best(gain, row + 1, taken | 1 << c));
            }
        }
        return best;
    }

    @Test
    void readsRttmFiles(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("a.rttm");
        Files.writeString(file, "SPEAKER a 1 1.500 2.250 <NA> <NA> anna <NA> <NA>\n\n");

        assertThat(SpeakerTurn.readRttm(file)).containsExactly(new SpeakerTurn(1.5, 3.75, "anna"));

        Files.writeString(file, "SPEAKER a 1 1.500\n");
        assertThatThrownBy(() -> SpeakerTurn.readRttm(file)).isInstanceOf(IOException.class);
    }
}
