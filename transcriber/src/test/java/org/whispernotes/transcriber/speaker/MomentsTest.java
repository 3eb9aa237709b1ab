package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MomentsTest {

    @Test
    void alone_is_without_what_others_say_meanwhile() {
        List<Turn> turns = List.of(
                new Turn(0, 10, "A"),
                new Turn(2, 3, "B"),
                new Turn(2.5, 4, "C"),
                new Turn(9, 12, "B"),
                new Turn(11, 13, "A"));

        assertThat(Moments.alone(turns, "A"))
                .containsExactly(new Moments.Stretch(0, 2), new Moments.Stretch(4, 9), new Moments.Stretch(12, 13));
    }

    /** Turns in tenths of a second, so that many begin or end together. */
    @Test
    void alone_is_what_asking_at_every_tenth_of_a_second_who_talks_finds() {
        Random random = new Random(7);
        for (int meeting = 0; meeting < 300; meeting++) {
            List<Turn> turns = turns(random, 1 + random.nextInt(40), 300);
            Set<Long> expected = new TreeSet<>();
            for (long tenth = 0; tenth < 400; tenth++) {
                double middle = (tenth + 0.5) / 10;
                List<String> talking = turns.stream()
                        .filter(turn -> turn.start() < middle && turn.end() > middle)
                        .map(Turn::speaker)
                        .distinct()
                        .toList();
                if (talking.equals(List.of("A"))) {
                    expected.add(tenth);
                }
            }

            Set<Long> alone = new TreeSet<>();
            for (Moments.Stretch stretch : Moments.alone(turns, "A")) {
                assertThat(stretch.seconds()).isPositive();
                for (long tenth = Math.round(stretch.start() * 10); tenth < Math.round(stretch.end() * 10); tenth++) {
                    alone.add(tenth);
                }
            }

            assertThat(alone).as(turns.toString()).isEqualTo(expected);
        }
    }

    @Test
    void alone_is_found_soon_in_a_recording_of_very_many_turns() {
        List<Turn> turns = turns(new Random(7), 200_000, 20_000_000);

        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(Moments.alone(turns, "A")).hasSizeGreaterThan(10_000));
    }

    private static List<Turn> turns(Random random, int count, int tenths) {
        return Stream.generate(() -> {
                    int start = random.nextInt(tenths);
                    int end = start + 1 + random.nextInt(90);
                    return new Turn(start / 10.0, end / 10.0, String.valueOf("ABC".charAt(random.nextInt(3))));
                })
                .limit(count)
                .sorted(Comparator.comparingDouble(Turn::start))
                .toList();
    }
}
