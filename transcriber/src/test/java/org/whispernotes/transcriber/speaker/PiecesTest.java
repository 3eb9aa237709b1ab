package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PiecesTest {

    private static int[] frames(int... fromTo) {
        return IntStream.range(0, fromTo.length / 2)
                .flatMap(i -> IntStream.range(fromTo[2 * i], fromTo[2 * i + 1]))
                .toArray();
    }

    @Test
    void talkIsCutAtPauses() {
        assertThat(Pieces.of(frames(10, 75, 100, 155))).containsExactly(frames(10, 75), frames(100, 155));
    }

    @Test
    void aShortWordGoesWithWhatFollows() {
        assertThat(Pieces.of(frames(0, 20, 60, 75, 240, 300))).containsExactly(frames(0, 20, 60, 75, 240, 300));
    }

    @Test
    void whatTwoWindowsHearIsCutAlike() {
        List<int[]> first = Pieces.of(frames(0, 500));
        List<int[]> second = Pieces.of(frames(250, 750));

        long shared = second.stream()
                .filter(piece -> first.stream()
                        .anyMatch(other -> Pieces.overlap(piece, other) >= WindowAnalysis.MOSTLY_THE_SAME))
                .count();
        assertThat(shared).isGreaterThanOrEqualTo(2);
        assertThat(first.stream().mapToInt(piece -> piece.length).sum()).isEqualTo(500);
        assertThat(first).allSatisfy(piece -> assertThat(piece.length).isBetween(40, 120));
    }

    @Test
    void nothingOfATalkerIsLeftOut() {
        for (int length = 1; length < 400; length += 7) {
            int[] all = frames(13, 13 + length, 30 + length, 60 + 2 * length);
            assertThat(Pieces.of(all).stream().flatMapToInt(Arrays::stream).toArray())
                    .isEqualTo(all);
        }
    }

    @Test
    void overlapIsTheFramesOfBothInThoseOfEither() {
        assertThat(Pieces.overlap(frames(0, 80), frames(0, 80))).isEqualTo(1);
        assertThat(Pieces.overlap(frames(0, 80), frames(80, 160))).isZero();
        assertThat(Pieces.overlap(frames(0, 80), frames(20, 100))).isEqualTo(0.6, within(1e-9));
    }
}
