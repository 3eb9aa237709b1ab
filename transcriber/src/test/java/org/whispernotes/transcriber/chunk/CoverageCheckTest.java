package org.whispernotes.transcriber.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.document.Coverage;
import org.whispernotes.model.document.Gap;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.work.Plan.Span;

class CoverageCheckTest {

    private static final List<Span> SPEECH = List.of(new Span(0, 10), new Span(20, 30));

    @Test
    void speech_under_text_is_covered() {
        Coverage coverage = CoverageCheck.of(SPEECH, List.of(segment(0, 12), segment(19, 30)));

        assertThat(coverage).isEqualTo(new Coverage(20, 20, List.of()));
    }

    @Test
    void speech_without_text_is_a_gap_at_the_start_between_and_at_the_end() {
        Coverage coverage = CoverageCheck.of(SPEECH, List.of(segment(26, 27), segment(2, 5)));

        assertThat(coverage.gaps()).containsExactly(new Gap(0, 2), new Gap(5, 10), new Gap(20, 26), new Gap(27, 30));
        assertThat(coverage.transcribedSeconds()).isEqualTo(4);
    }

    @Test
    void overlapping_segments_count_once() {
        assertThat(CoverageCheck.of(SPEECH, List.of(segment(0, 8), segment(1, 3), segment(7, 10)))
                        .transcribedSeconds())
                .isCloseTo(10, within(1e-9));
    }

    @Test
    void a_short_miss_is_no_gap_but_is_not_covered_either() {
        Coverage coverage = CoverageCheck.of(List.of(new Span(0, 10)), List.of(segment(0.5, 10)));

        assertThat(coverage).isEqualTo(new Coverage(10, 9.5, List.of()));
    }

    private static Segment segment(double start, double end) {
        return new Segment(0, start, end, "text", null, "en", null, List.of(), List.of());
    }
}
