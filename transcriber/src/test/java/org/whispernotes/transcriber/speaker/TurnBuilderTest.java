package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnBuilderTest {

    private static final int STEP = 40_000;

    /** A window in which each slot talks between two of its frames. */
    private static WindowScores window(int index, int... fromTo) {
        float[] scores = new float[Frames.COUNT * Frames.SLOTS];
        for (int slot = 0; slot < fromTo.length / 2; slot++) {
            for (int frame = fromTo[2 * slot]; frame < fromTo[2 * slot + 1]; frame++) {
                scores[frame * Frames.SLOTS + slot] = 1;
            }
        }
        return WindowScores.of((long) index * STEP, scores, 0);
    }

    private static List<LocalVoice> voices(int window, int count) {
        return IntStream.range(0, count)
                .mapToObj(slot -> new LocalVoice(window, slot, 1, new float[0], List.of()))
                .toList();
    }

    /** Each voice is one speaker's throughout. */
    private static int[][] owners(int... speakers) {
        return IntStream.of(speakers).mapToObj(speaker -> new int[] {speaker}).toArray(int[][]::new);
    }

    @Test
    void aVoiceGoesFromOneSpeakerToTheNextWhereItsPiecesMeet() {
        TurnBuilder builder = new TurnBuilder(2, 5);
        List<Piece> pieces = List.of(new Piece(120, 2, new byte[0]), new Piece(Frames.COUNT, 3, new byte[0]));
        LocalVoice voice = new LocalVoice(0, 0, 5, new float[0], pieces);

        builder.add(window(0, 0, Frames.COUNT), List.of(voice), new int[][] {{1, 0}});

        List<Turn> turns = builder.result().turns();
        assertThat(turns).extracting(Turn::speaker).containsExactly("SPEAKER_00", "SPEAKER_01");
        assertThat(turns.get(0).end()).isEqualTo(Frames.start(120), within(0.001));
        assertThat(turns.get(1).start()).isEqualTo(Frames.start(120), within(0.001));
    }

    @Test
    void oneTurnGoesOnOverManyWindowsWhateverSlotItIsIn() {
        TurnBuilder builder = new TurnBuilder(2, 1000);
        for (int w = 0; w < 300; w++) {
            int slot = w % 3;
            int[] fromTo = new int[6];
            fromTo[2 * slot + 1] = Frames.COUNT;
            builder.add(
                    window(w, fromTo), voices(w, 3), owners(slot == 0 ? 1 : 0, slot == 1 ? 1 : 0, slot == 2 ? 1 : 0));
        }

        DiarisationResult result = builder.result();

        assertThat(result.speakers()).containsExactly("SPEAKER_00");
        assertThat(result.turns()).hasSize(1);
        assertThat(result.turns().get(0).end()).isEqualTo(299 * 2.5 + 5, within(0.1));
    }

    @Test
    void twoAtOnceAreTwoTurns() {
        TurnBuilder builder = new TurnBuilder(2, 5);
        builder.add(window(0, 0, 200, 150, 293), voices(0, 2), owners(1, 0));

        DiarisationResult result = builder.result();

        assertThat(result.turns()).extracting(Turn::speaker).containsExactly("SPEAKER_00", "SPEAKER_01");
        assertThat(result.turns().get(0).end() - result.turns().get(1).start())
                .isEqualTo(50 * Frames.SECONDS, within(0.001));
    }

    @Test
    void shortPausesStayInATurnAndSlipsAreDropped() {
        TurnBuilder builder = new TurnBuilder(1, 100);
        float[] scores = new float[Frames.COUNT * Frames.SLOTS];
        for (int frame = 0; frame < Frames.COUNT; frame++) {
            boolean talks = frame < 50 || (frame >= 60 && frame < 100) || frame == 200;
            scores[frame * Frames.SLOTS] = talks ? 1 : 0;
        }
        builder.add(WindowScores.of(0, scores, 0), voices(0, 1), owners(0));

        List<Turn> turns = builder.result().turns();

        assertThat(turns).hasSize(1);
        assertThat(turns.get(0).duration()).isEqualTo(100 * Frames.SECONDS, within(0.02));
    }

    @Test
    void turnsEndWithTheRecording() {
        TurnBuilder builder = new TurnBuilder(1, 3);
        builder.add(window(0, 0, 293), voices(0, 1), owners(0));

        assertThat(builder.result().turns()).containsExactly(new Turn(Frames.start(0), 3, "SPEAKER_00"));
    }

    @Test
    void windowsThatDoNotOverlapAreJoinedToo() {
        TurnBuilder builder = new TurnBuilder(1, 10);
        builder.add(window(0, 0, 293), voices(0, 1), owners(0));
        builder.add(window(2, 0, 293), voices(2, 1), owners(0));

        assertThat(builder.result().turns()).hasSize(1);
    }
}
