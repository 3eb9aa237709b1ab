package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlternationTest {

    private static final double STEP = 0.2;
    /** Moments of each turn: from two to five seconds. */
    private static final int[] TURNS = {25, 12, 18, 10, 22, 15, 20, 11};

    private final Random random = new Random(3);
    private final float[] person = gaussian(1);
    private final float[] sounds = gaussian(0.35);

    /** Sounds differ more than the two people do, and change all the time. */
    private List<float[]> moments(float[] second) {
        List<float[]> moments = new ArrayList<>();
        for (int turn = 0; turn < TURNS.length; turn++) {
            for (int t = 0; t < TURNS[turn]; t++) {
                float[] moment = person.clone();
                Vectors.add(moment, gaussian(0.35), 1);
                Vectors.add(moment, sounds, random.nextInt(5) < 2 ? 1 : -1);
                Vectors.add(moment, second, turn % 2);
                moments.add(Vectors.unit(moment));
            }
        }
        return moments;
    }

    private float[] gaussian(double scale) {
        float[] vector = new float[SpeakerModels.EMBEDDING];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (random.nextGaussian() * scale);
        }
        return vector;
    }

    private static int[] truth() {
        return IntStream.range(0, TURNS.length)
                .flatMap(turn -> IntStream.range(0, TURNS[turn]).map(t -> turn % 2))
                .toArray();
    }

    private static double agreement(List<float[]> moments) {
        @Nullable Alternation found = Alternation.find(moments, STEP);
        assertThat(found).isNotNull();
        float[] leanings = new float[moments.size()];
        for (int t = 0; t < leanings.length; t++) {
            leanings[t] = found.leaning(moments.get(t));
        }
        int[] owners = Alternation.owners(leanings, STEP);
        int[] truth = truth();
        double same = IntStream.range(0, owners.length)
                        .filter(t -> owners[t] == truth[t])
                        .count()
                / (double) owners.length;
        return Math.max(same, 1 - same);
    }

    @Test
    void whoTalksIsHeardWhereSoundsDifferMoreThanPeople() {
        assertThat(agreement(moments(gaussian(0.65)))).isGreaterThan(0.95);
    }

    @Test
    void theClearerTheTwoAreTheMoreIsGained() {
        Alternation alike = Alternation.find(moments(gaussian(0.3)), STEP);
        Alternation unlike = Alternation.find(moments(gaussian(0.8)), STEP);

        assertThat(alike).isNotNull();
        assertThat(unlike).isNotNull();
        assertThat(unlike.gain()).isGreaterThan(alike.gain());
    }

    @Test
    void aSecondOfTalkHasNoSecondVoice() {
        assertThat(Alternation.find(moments(gaussian(0.4)).subList(0, 6), STEP)).isNull();
        assertThat(Alternation.find(List.of(), STEP)).isNull();
    }
}
