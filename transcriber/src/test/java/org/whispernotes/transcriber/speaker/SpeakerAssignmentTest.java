package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Word;

class SpeakerAssignmentTest {

    private static final DiarisationResult TURNS = new DiarisationResult(
            List.of(new Turn(0, 3, "A"), new Turn(2.8, 6, "B"), new Turn(6.5, 9, "A")), List.of("A", "B"));

    private static Word word(String text, double start, double end) {
        return new Word(text, start, end, 0.9, null);
    }

    private static Segment segment(int id, double start, double end, Word... words) {
        String text = String.join(" ", Stream.of(words).map(Word::word).toList());
        return new Segment(id, start, end, text, null, "en", 0.8, List.of(words), List.of());
    }

    private static List<Segment> assign(Segment... segments) {
        return new SpeakerAssignment(TURNS).assign(List.of(segments));
    }

    @Test
    void wordsGoToWhoeverTalksDuringMostOfThem() {
        List<Segment> told = assign(segment(0, 0, 2, word("good", 0.2, 0.6), word("morning", 0.7, 1.9)));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).speaker()).isEqualTo("A");
        assertThat(told.get(0).words()).extracting(Word::speaker).containsOnly("A");
    }

    @Test
    void aSegmentIsCutWhereTheSpeakerChanges() {
        List<Segment> told = assign(
                segment(
                        4,
                        1.9,
                        5.1,
                        word("are", 2, 2.3),
                        word("you?", 2.4, 2.7),
                        word("Yes,", 3.1, 3.5),
                        word("we", 3.6, 4),
                        word("are.", 4.1, 5)),
                segment(5, 7, 8, word("Fine.", 7, 8)));

        assertThat(told).extracting(Segment::speaker).containsExactly("A", "B", "A");
        assertThat(told).extracting(Segment::text).containsExactly("are you?", "Yes, we are.", "Fine.");
        assertThat(told).extracting(Segment::id).containsExactly(0, 1, 2);
        assertThat(told.get(0).start()).isEqualTo(1.9);
        assertThat(told.get(0).end()).isEqualTo(2.7);
        assertThat(told.get(1).start()).isEqualTo(3.1);
        assertThat(told.get(1).end()).isEqualTo(5.1);
    }

    @Test
    void aSingleShortWordIsNoChangeOfSpeaker() {
        List<Segment> told = assign(segment(0, 1, 5, word("so", 1, 1.3), word("we", 1.5, 1.8), word("a", 2.95, 3.1)));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).speaker()).isEqualTo("A");
    }

    @Test
    void wordsInAPauseGoToTheNearestTurn() {
        List<Segment> told = assign(segment(0, 6.1, 6.3, word("hm", 6.1, 6.3)));

        assertThat(told.get(0).speaker()).isEqualTo("B");
    }

    @Test
    void farFromAllTurnsNobodyIsNamed() {
        List<Segment> told = assign(segment(0, 20, 21, word("echo", 20, 21)));

        assertThat(told.get(0).speaker()).isNull();
        assertThat(told.get(0).words().get(0).speaker()).isNull();
    }

    @Test
    void aWordThatNobodyWasHeardInFollowsItsSegment() {
        List<Segment> told = assign(segment(0, 8, 12, word("and", 8, 8.4), word("so", 8.5, 8.9), word("on", 11, 11.5)));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).words()).extracting(Word::speaker).containsOnly("A");
    }

    @Test
    void segmentsWithoutWordTimesGetTheirMainSpeaker() {
        List<Segment> told = assign(new Segment(0, 2, 6, "Text only", null, "en", null, List.of(), List.of()));

        assertThat(told.get(0).speaker()).isEqualTo("B");
        assertThat(told.get(0).text()).isEqualTo("Text only");
    }

    @Test
    void withoutTurnsTheTranscriptIsUnchanged() {
        Segment segment = segment(0, 0, 2, word("hello", 0, 1));

        assertThat(new SpeakerAssignment(new DiarisationResult(List.of(), List.of())).assign(List.of(segment)))
                .containsExactly(segment);
    }
}
