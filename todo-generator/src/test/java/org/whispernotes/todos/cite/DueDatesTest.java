package org.whispernotes.todos.cite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whispernotes.todos.Talks;

class DueDatesTest {

    private final DueDates monday = new DueDates(Talks.MONDAY); // 2 March 2026

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "today | 2026-03-02",
                "tomorrow | 2026-03-03",
                "by Friday | 2026-03-06",
                "on Monday | 2026-03-09",
                "next Wednesday | 2026-03-11",
                "the day after tomorrow | 2026-03-04",
                "by the end of the week | 2026-03-06",
                "end of next week | 2026-03-13",
                "by the end of the month | 2026-03-31",
                "in two weeks | 2026-03-16",
                "in a couple of days | 2026-03-04",
                "by the fifteenth of April | 2026-04-15",
                "March 3rd | 2026-03-03",
                "January the twenty second | 2027-01-22",
                "2026-05-01 | 2026-05-01",
                "heute noch | 2026-03-02",
                "morgen Mittag | 2026-03-03",
                "übermorgen | 2026-03-04",
                "bis Freitag | 2026-03-06",
                "bis Ende der Woche | 2026-03-06",
                "bis zum ersten April | 2026-04-01",
                "am 15. Mai | 2026-05-15",
                "bis 15.04. | 2026-04-15",
                "by the fifteenth | 2026-03-15",
                "before the 1st | 2026-04-01",
                "due the thirty first | 2026-03-31",
                "bis zum 20. | 2026-03-20",
                "am ersten | 2026-04-01",
                "nächsten Freitag | 2026-03-13",
                "kommenden Freitag | 2026-03-06",
                "on Friday before our next call | 2026-03-06",
                "in zwei Wochen | 2026-03-16"
            })
    void wordsBecomeADay(String words, LocalDate day) {
        assertThat(monday.resolve(words)).contains(day);
    }

    @ParameterizedTest
    @CsvSource({"end of next week", "next week", "bis Ende kommender Woche"})
    void onASaturdayNextWeekBeginsInTwoDays(String words) {
        assertThat(new DueDates(Talks.MONDAY.minusDays(2)).resolve(words)).contains(LocalDate.of(2026, 3, 6));
    }

    @Test
    void whatDependsOnAnUnknownCalendarStaysOpen() {
        assertThat(monday.resolve("after the release")).isEmpty();
        assertThat(monday.resolve("the thirty first of June")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I'll send it by Friday noon, promise | by Friday noon",
                "could you do that tomorrow morning please | tomorrow morning",
                "we have until the end of the month | until the end of the month",
                "Ich schicke es bis morgen Mittag | bis morgen Mittag",
                "das muss heute noch gemacht werden | heute noch",
                "it is due on the fifteenth of April | on the fifteenth of April",
                "I'll have it by the 15th. | by the 15th",
                "Das geht bis zum zwanzigsten raus. | bis zum zwanzigsten",
                "I was ill last Friday, but you'll get it on Tuesday | on Tuesday"
            })
    void theWordsAreFound(String text, String words) {
        assertThat(DuePhrases.find(text)).contains(words);
    }

    @Test
    void aGreetingIsNoDate() {
        assertThat(DuePhrases.find("Guten Morgen zusammen")).isEmpty();
        assertThat(DuePhrases.find("we may do that in March style")).isEmpty();
        assertThat(DuePhrases.find("am besten machen wir das so")).isEmpty();
        assertThat(DuePhrases.find("it is on the second floor")).isEmpty();
    }

    @Test
    void whatIsOverOrComesAgainAndAgainIsNoDate() {
        assertThat(DuePhrases.find("they promised it last Friday")).isEmpty();
        assertThat(DuePhrases.find("it has been broken since Monday")).isEmpty();
        assertThat(DuePhrases.find("it has been open since the first of June")).isEmpty();
        assertThat(DuePhrases.find("we meet every Tuesday")).isEmpty();
        assertThat(DuePhrases.find("das liegt seit Montag hier")).isEmpty();
    }
}
