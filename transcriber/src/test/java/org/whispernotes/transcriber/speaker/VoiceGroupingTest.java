package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceGroupingTest {

    private final Voices heard = new Voices(7, 1);

    private static List<VoiceGroup> group(List<LocalVoice> voices) {
        return new VoiceGrouping(1).group(voices);
    }

    @Test
    void findsAsManyGroupsAsPeople() {
        assertThat(group(heard.conversation(heard.people(1), 100))).hasSize(1);
        assertThat(group(heard.conversation(heard.people(5), 100))).hasSize(5);
    }

    @Test
    void findsNoFewerThanAskedFor() {
        assertThat(new VoiceGrouping(7).group(heard.conversation(heard.people(5), 100)))
                .hasSize(7);
    }

    @Test
    void aSlipIsNoPerson() {
        List<LocalVoice> voices = heard.conversation(heard.people(2), 60);
        voices.add(heard.voice(60, 0, heard.people(1)));

        assertThat(group(voices)).hasSize(2);
    }

    @Test
    void aSecondOfTalkBesideSomebodyElseIsAPerson() {
        List<float[]> people = heard.people(2);
        List<LocalVoice> voices = heard.conversation(people.subList(0, 1), 30);
        voices.add(heard.voice(30, 0, people.get(0)));
        voices.add(heard.voice(30, 1, people.subList(1, 2)));

        assertThat(group(voices)).hasSize(2);
    }

    @Test
    void tenHoursAreGroupedInStretches() {
        List<LocalVoice> voices = heard.conversation(heard.people(6), 14_400);

        List<VoiceGroup> groups = group(voices);

        assertThat(groups).hasSize(6);
        assertThat(groups.stream().mapToInt(VoiceGroup::size).sum()).isEqualTo(voices.size());
    }

    @Test
    void nobodyIsFoundWithoutVoices() {
        assertThat(new VoiceGrouping(2).group(List.of())).isEmpty();
    }
}
