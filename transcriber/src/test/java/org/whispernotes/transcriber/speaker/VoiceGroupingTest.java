package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.session.SpeakerHint;

class VoiceGroupingTest {

    private final Random random = new Random(7);

    /** As many directions as there are people, far from one another. */
    private List<float[]> people(int count) {
        List<float[]> people = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            people.add(gaussian(1));
        }
        return people;
    }

    private float[] gaussian(double scale) {
        float[] vector = new float[SpeakerModels.EMBEDDING];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (random.nextGaussian() * scale);
        }
        return vector;
    }

    /** People take turns; now and then two share a window. */
    private List<LocalVoice> conversation(List<float[]> people, int windows) {
        List<LocalVoice> voices = new ArrayList<>();
        for (int window = 0; window < windows; window++) {
            int first = random.nextInt(people.size());
            voices.add(voice(window, 0, people.get(first)));
            if (people.size() > 1 && window % 3 == 0) {
                voices.add(voice(window, 1, people.get((first + 1) % people.size())));
            }
        }
        return voices;
    }

    private LocalVoice voice(int window, int slot, float[] person) {
        float[] heard = gaussian(0.35);
        Vectors.add(heard, person, 1);
        return new LocalVoice(window, slot, 2, Vectors.unit(heard));
    }

    private static List<VoiceGroup> group(List<LocalVoice> voices, SpeakerHint hint) {
        return new VoiceGrouping(hint, 0.7, 20).group(voices);
    }

    @Test
    void findsAsManyGroupsAsPeople() {
        assertThat(group(conversation(people(1), 100), SpeakerHint.none())).hasSize(1);
        assertThat(group(conversation(people(5), 100), SpeakerHint.none())).hasSize(5);
    }

    @Test
    void boundsAndCountsAreObeyed() {
        List<LocalVoice> voices = conversation(people(5), 100);

        assertThat(group(voices, new SpeakerHint(3, null, null))).hasSize(3);
        assertThat(group(voices, new SpeakerHint(7, null, null))).hasSize(7);
        assertThat(group(voices, new SpeakerHint(null, null, 4))).hasSize(4);
        assertThat(group(voices, new SpeakerHint(null, 6, null))).hasSize(6);
        assertThat(group(voices, new SpeakerHint(null, 2, 9))).hasSize(5);
    }

    @Test
    void aSlipIsNoPerson() {
        List<LocalVoice> voices = conversation(people(2), 60);
        voices.add(new LocalVoice(60, 0, 1.2f, Vectors.unit(gaussian(1))));

        assertThat(group(voices, SpeakerHint.none())).hasSize(2);
    }

    @Test
    void aSecondOfTalkBesideSomebodyElseIsAPerson() {
        List<float[]> people = people(2);
        List<LocalVoice> voices = conversation(people.subList(0, 1), 60);
        voices.add(voice(60, 0, people.get(0)));
        voices.add(new LocalVoice(60, 1, 1.1f, Vectors.unit(people.get(1).clone())));

        assertThat(group(voices, SpeakerHint.none())).hasSize(2);
    }

    @Test
    void tenHoursAreGroupedInStretches() {
        List<LocalVoice> voices = conversation(people(6), 14_400);

        List<VoiceGroup> groups = group(voices, SpeakerHint.none());

        assertThat(groups).hasSize(6);
        assertThat(groups.stream().mapToInt(VoiceGroup::size).sum()).isEqualTo(voices.size());
    }

    @Test
    void nobodyIsFoundWithoutVoices() {
        assertThat(group(List.of(), new SpeakerHint(2, null, null))).isEmpty();
    }

    @Test
    void voicesOfOneWindowGoToDifferentSpeakers() {
        List<float[]> people = people(2).stream().map(Vectors::unit).toList();
        LocalVoice clear = new LocalVoice(0, 0, 2, people.get(0));
        float[] between = people.get(0).clone();
        Vectors.add(between, people.get(1), 0.9f);
        LocalVoice unclear = new LocalVoice(0, 1, 1, Vectors.unit(between));
        SlotAssignment assignment = new SlotAssignment(people);

        assertThat(assignment.assign(List.of(unclear))).containsExactly(0);
        assertThat(assignment.assign(List.of(unclear, clear))).containsExactly(1, 0);
        assertThat(new SlotAssignment(people.subList(0, 1)).assign(List.of(unclear, clear)))
                .containsExactly(0, 0);
    }
}
