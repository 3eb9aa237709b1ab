package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionTest {

    private final Voices heard = new Voices(3, 1);
    private final List<float[]> people = heard.people(2);
    private final float[] anna = people.get(0);
    private final float[] ben = people.get(1);
    private final Attribution attribution = new Attribution(people);

    /** Whoever is in the middle between two people. */
    private static float[] between(float[] a, float[] b, float ofB) {
        float[] between = a.clone();
        Vectors.add(between, b, ofB);
        return Vectors.unit(between);
    }

    @Test
    void twoPeopleInOneSlotAreToldApartByTheirPieces() {
        int[][] owners = attribution.owners(List.of(heard.voice(0, 0, List.of(anna, anna, ben, ben, anna))));

        assertThat(owners[0]).containsExactly(0, 0, 1, 1, 0);
    }

    @Test
    void anUnclearPieceIsWhoeverHasTheRest() {
        float[] unclear = between(anna, ben, 1.05f);

        assertThat(attribution.owners(List.of(heard.voice(0, 0, List.of(anna, unclear, anna))))[0])
                .containsExactly(0, 0, 0);
        assertThat(attribution.owners(List.of(heard.voice(0, 0, List.of(ben, unclear, ben))))[0])
                .containsExactly(1, 1, 1);
    }

    @Test
    void whoeverTalksInAnotherSlotDoesNotTalkInThisOne() {
        Voices exact = new Voices(1, 0.1);
        LocalVoice unclear = exact.voice(0, 1, between(anna, ben, 0.9f));

        assertThat(attribution.owners(List.of(unclear))[0]).containsOnly(0);
        assertThat(attribution.owners(List.of(exact.voice(0, 0, anna), unclear))[1])
                .containsOnly(1);
    }

    @Test
    void voicesOfOneWindowAreDifferentSpeakersWhereThereAreEnough() {
        Voices exact = new Voices(1, 0.1);
        LocalVoice clear = exact.voice(0, 0, anna);
        LocalVoice unclear = exact.voice(0, 1, between(anna, ben, 0.9f));

        assertThat(new SlotAssignment(people).assign(List.of(unclear))).containsExactly(0);
        assertThat(new SlotAssignment(people).assign(List.of(unclear, clear))).containsExactly(1, 0);
        assertThat(new SlotAssignment(List.of(anna)).assign(List.of(unclear, clear)))
                .containsExactly(0, 0);
    }
}
