package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.session.SpeakerHint;

class VoiceLearningTest {

    private static final double SAME = SpeakerSettings.defaults().sameVoice();

    /** Two pieces of one person have a similarity of about .35, as those of a far microphone. */
    private final Voices heard = new Voices(5, 1.36);

    private static List<float[]> speakers(List<LocalVoice> voices, List<float[]> found, SpeakerHint hint) {
        return new VoiceLearning(voices, 1, SpeakerBounds.of(hint, 20), SAME).speakers(found);
    }

    private static int count(List<LocalVoice> voices, List<float[]> found, SpeakerHint hint) {
        return speakers(voices, found, hint).size();
    }

    @Test
    void onePersonFoundTwiceIsOneAndTwoPeopleStayTwo() {
        List<float[]> people = heard.people(2);
        List<float[]> found = List.of(
                heard.heard(people.get(0)),
                heard.heard(people.get(1)),
                heard.heard(people.get(0)),
                heard.heard(people.get(1)));

        List<float[]> speakers = speakers(heard.conversation(people, 40), found, SpeakerHint.none());

        assertThat(speakers).hasSize(2);
        for (float[] person : people) {
            assertThat(speakers)
                    .anySatisfy(
                            speaker -> assertThat(Vectors.dot(speaker, person)).isGreaterThan(0.9f));
        }
    }

    /** What little was heard of them is far from their voice, but it is as far as so little must be. */
    @Test
    void aFewSecondsOfSomebodyAreNotSomebodyElse() {
        float[] person = heard.people(1).get(0);
        List<LocalVoice> voices = heard.conversation(List.of(person), 20);
        List<LocalVoice> few = List.of(heard.voice(20, 0, List.of(person, person)));
        List<LocalVoice> all = new ArrayList<>(voices);
        all.addAll(few);

        assertThat(speakers(all, List.of(voices.get(0).embedding(), few.get(0).embedding()), SpeakerHint.none()))
                .hasSize(1);
    }

    /** Little of an hour, and found in parts that are less than a slip each. */
    @Test
    void somebodyWhoIsFoundInManyPartsIsNotLeftOut() {
        List<float[]> people = heard.people(2);
        List<LocalVoice> voices = heard.conversation(people.subList(0, 1), 1000);
        List<float[]> found = new ArrayList<>(List.of(voices.get(0).embedding()));
        for (int window = 1000; window < 1008; window++) {
            LocalVoice voice = heard.voice(window, 0, people.get(1));
            voices.add(voice);
            found.add(voice.embedding());
        }

        assertThat(count(voices, found, SpeakerHint.none())).isEqualTo(2);
        assertThat(count(voices.subList(0, 1002), found, SpeakerHint.none())).isEqualTo(1);
    }

    @Test
    void twoPeopleWhoShareASlotAreLearntFromTheirPieces() {
        List<float[]> people = heard.people(2);
        float[] anna = people.get(0);
        float[] ben = people.get(1);
        List<LocalVoice> voices = new ArrayList<>();
        for (int window = 0; window < 30; window++) {
            voices.add(heard.voice(window, 0, List.of(anna, anna, anna, ben)));
        }
        voices.add(heard.voice(30, 0, ben));

        List<float[]> speakers = speakers(
                voices, List.of(voices.get(0).embedding(), voices.get(30).embedding()), SpeakerHint.none());

        assertThat(speakers).hasSize(2);
        assertThat(Vectors.dot(speakers.get(0), anna)).isEqualTo(1, within(0.1f));
        assertThat(Vectors.dot(speakers.get(1), ben)).isEqualTo(1, within(0.1f));
    }

    /** Whoever says little is not kept at the cost of two who say much. */
    @Test
    void whereThereMustBeFewerThoseWhoSayLittleGo() {
        List<float[]> people = heard.people(3);
        List<LocalVoice> voices = heard.conversation(people.subList(0, 2), 100);
        for (int window = 100; window < 103; window++) {
            voices.add(heard.voice(window, 0, people.get(2)));
        }

        List<float[]> speakers = speakers(voices, people, new SpeakerHint(2, null, null));

        assertThat(speakers).hasSize(2);
        for (float[] person : people.subList(0, 2)) {
            assertThat(speakers)
                    .anySatisfy(
                            speaker -> assertThat(Vectors.dot(speaker, person)).isGreaterThan(0.9f));
        }
    }

    @Test
    void boundsAndCountsAreObeyed() {
        List<float[]> people = heard.people(5);
        List<LocalVoice> voices = heard.conversation(people, 100);
        List<float[]> found = new ArrayList<>();
        people.forEach(person -> found.addAll(List.of(heard.heard(person), heard.heard(person))));

        assertThat(count(voices, found, new SpeakerHint(3, null, null))).isEqualTo(3);
        assertThat(count(voices, found, new SpeakerHint(7, null, null))).isEqualTo(7);
        assertThat(count(voices, found, new SpeakerHint(null, null, 4))).isEqualTo(4);
        assertThat(count(voices, found, new SpeakerHint(null, 6, null))).isEqualTo(6);
        assertThat(count(voices, found, new SpeakerHint(null, 2, 9))).isEqualTo(5);
    }

    @Test
    void nobodyIsLearntOfNothing() {
        assertThat(speakers(List.of(), List.of(), new SpeakerHint(2, null, null)))
                .isEmpty();
    }
}
