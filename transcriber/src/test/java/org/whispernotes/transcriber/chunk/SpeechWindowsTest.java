package org.whispernotes.transcriber.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;
import org.whispernotes.transcriber.recognise.WindowResult;

/** How stretches of speech share windows, and where their words end up. */
class SpeechWindowsTest {

    private final SpeechWindows windows = new SpeechWindows(
            new ChunkSettings(Duration.ofSeconds(29), Duration.ofSeconds(1), true, Duration.ofSeconds(2), 160));

    @Test
    void speech_across_a_long_pause_shares_a_window_without_the_pause() {
        List<PackedWindow> packed = windows.of(List.of(new Span(10, 15), new Span(40, 50)), true);

        assertThat(packed).hasSize(1);
        assertThat(packed.get(0).pieces()).containsExactly(new Span(10, 15.5), new Span(39.5, 50));
    }

    @Test
    void a_short_pause_stays_as_it_is() {
        assertThat(windows.of(List.of(new Span(10, 15), new Span(15.8, 20)), true)
                        .get(0)
                        .pieces())
                .containsExactly(new Span(10, 20));
    }

    @Test
    void a_full_window_is_not_lengthened() {
        assertThat(windows.of(List.of(new Span(0, 20), new Span(30, 40)), true)).hasSize(2);
    }

    @Test
    void for_engines_that_time_no_words_a_long_pause_ends_the_window() {
        assertThat(windows.of(List.of(new Span(10, 15), new Span(40, 50)), false))
                .extracting(PackedWindow::pieces)
                .containsExactly(List.of(new Span(10, 15)), List.of(new Span(40, 50)));
    }

    @Test
    void words_return_to_where_they_were_said() {
        PackedWindow packed = acrossALongPause();
        List<RecognisedWord> heard = List.of(
                new RecognisedWord("one", 14, 14.5, 1),
                new RecognisedWord("early", 15.2, 15.8, 1),
                new RecognisedWord("three", 17, 17.5, 1));

        WindowResult result = packed.unpack(new WindowResult(
                List.of(new RecognisedSegment(14, 17.5, "one early three", heard, -0.1, 1, 0)), "en", 1, 0));

        RecognisedSegment segment = result.segments().get(0);
        assertThat(segment.words().get(0).end()).isCloseTo(14.5, within(1e-9));
        assertThat(segment.words().get(1).start()).as("timed before the join").isCloseTo(39.5, within(1e-9));
        assertThat(segment.words().get(2).start()).isCloseTo(41, within(1e-9));
        assertThat(segment.end()).isCloseTo(41.5, within(1e-9));
    }

    @Test
    void words_in_the_pause_before_a_join_go_with_their_neighbours() {
        PackedWindow packed = acrossALongPause();
        List<RecognisedWord> heard = List.of(
                new RecognisedWord("one", 14, 14.9, 1),
                new RecognisedWord("late", 14.9, 15.2, 1),
                new RecognisedWord("early", 15.3, 15.6, 1),
                new RecognisedWord("four", 15.6, 17.5, 1));

        List<RecognisedWord> words = packed
                .unpack(new WindowResult(
                        List.of(
                                new RecognisedSegment(14, 14.9, "one", heard.subList(0, 1), -0.1, 1, 0),
                                new RecognisedSegment(14.9, 17.5, "late early four", heard.subList(1, 4), -0.1, 1, 0)),
                        "en",
                        1,
                        0))
                .segments()
                .stream()
                .flatMap(segment -> segment.words().stream())
                .toList();

        assertThat(words.get(1).start()).as("one beside it").isCloseTo(14.9, within(1e-9));
        assertThat(words.get(2).start()).as("four beside it").isCloseTo(39.5, within(1e-9));
    }

    private PackedWindow acrossALongPause() {
        return windows.of(List.of(new Span(10, 15), new Span(40, 50)), true).get(0);
    }
}
