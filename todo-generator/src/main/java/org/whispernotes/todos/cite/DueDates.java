package org.whispernotes.todos.cite;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whispernotes.todos.talk.SpokenNumber;

/**
 * Resolves the words of a due date against the day of the recording, English and German. A weekday is the first such day
 * after the recording; "next Friday" is the Friday of the following week; a week ends on Friday, a weekend on Sunday. What
 * depends on a calendar that isn't known here ("before Christmas", "after the release") stays unresolved.
 */
public final class DueDates {

    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final List<String> TAGE =
            List.of("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> MONATE = List.of(
            "januar",
            "februar",
            "märz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "dezember");
    private static final Pattern WORD = Pattern.compile("[\\p{L}]+|\\d+");
    private static final Pattern FOLLOWING = Pattern.compile(
            "\\b(?:(?:next|following) (?:mon|tues|wednes|thurs|fri|satur|sun)day|nächste[nr]? (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonn))",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** In this order: the first that matches decides. */
    private final List<Rule> rules = List.of(
            rule("(\\d{4})-(\\d{2})-(\\d{2})", (day, m) -> date(number(m, 1), number(m, 2), number(m, 3))),
            rule(
                    "(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})?",
                    (day, m) -> m.group(3) == null
                            ? upcoming(day, number(m, 2), number(m, 1))
                            : date(number(m, 3), number(m, 2), number(m, 1))),
            rule("day after tomorrow|übermorgen", (day, m) -> Optional.of(day.plusDays(2))),
            rule("end of (the |this )?day|\\beod\\b", (day, m) -> Optional.of(day)),
            rule("end of (the |this )?week|ende (der|dieser) woche", (day, m) -> Optional.of(friday(day))),
            rule(
                    "end of next month|ende nächsten monats?",
                    (day, m) -> Optional.of(day.plusMonths(1).with(TemporalAdjusters.lastDayOfMonth()))),
            rule(
                    "end of (the |this )?month|ende (des|dieses) monats?",
                    (day, m) -> Optional.of(day.with(TemporalAdjusters.lastDayOfMonth()))),
            rule("end of (the |this )?quarter", (day, m) -> Optional.of(quarterEnd(day))),
            rule(
                    "end of (the |this )?year|ende des jahres",
                    (day, m) -> Optional.of(day.with(TemporalAdjusters.lastDayOfYear()))),
            rule("\\b(?:in|within) (.+?) (day|tag|week|woche|month|monat)", DueDates::inUnits),
            rule(
                    "next week|(nächster?|kommender?) woche",
                    (day, m) -> Optional.of(friday(day.with(TemporalAdjusters.next(DayOfWeek.MONDAY))))),
            rule("this weekend", (day, m) -> Optional.of(day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)))),
            rule("this week|diese[r]? woche", (day, m) -> Optional.of(friday(day))),
            rule(
                    "next month|(nächsten|kommenden) monat",
                    (day, m) -> Optional.of(day.plusMonths(1).with(TemporalAdjusters.lastDayOfMonth()))),
            rule("this month|diesen monat", (day, m) -> Optional.of(day.with(TemporalAdjusters.lastDayOfMonth()))),
            rule("next year", (day, m) -> Optional.of(day.plusYears(1).with(TemporalAdjusters.lastDayOfYear()))));

    private final LocalDate recordedOn;

    public DueDates(LocalDate recordedOn) {
        this.recordedOn = recordedOn;
    }

    /** The day that these words mean; empty when that can't be said. */
    public Optional<LocalDate> resolve(String phrase) {
        String text = phrase.toLowerCase(Locale.ROOT);
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern.matcher(text);
            if (matcher.find()) {
                return rule.day.apply(recordedOn, matcher);
            }
        }
        return monthDay(text).or(() -> weekday(text)).or(() -> nearDay(text));
    }

    private Optional<LocalDate> nearDay(String text) {
        if (text.matches(".*\\b(today|tonight|heute|this (morning|afternoon|evening))\\b.*")) {
            return Optional.of(recordedOn);
        }
        return text.matches(".*\\b(tomorrow|morgen)\\b.*") ? Optional.of(recordedOn.plusDays(1)) : Optional.empty();
    }

    private Optional<LocalDate> weekday(String text) {
        for (int i = 0; i < 7; i++) {
            if (text.contains(DAYS.get(i)) || text.contains(TAGE.get(i)) || (i == 5 && text.contains("sonnabend"))) {
                DayOfWeek weekday = DayOfWeek.of(i + 1);
                boolean following = FOLLOWING.matcher(text).find();
                LocalDate from = following ? recordedOn.with(TemporalAdjusters.next(DayOfWeek.MONDAY)) : recordedOn;
                return Optional.of(
                        from.with(following ? TemporalAdjusters.nextOrSame(weekday) : TemporalAdjusters.next(weekday)));
            }
        }
        return Optional.empty();
    }

    private Optional<LocalDate> monthDay(String text) {
        int month = -1;
        int day = -1;
        int year = -1;
        int running = -1;
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group();
            int named = Math.max(MONTHS.indexOf(word), MONATE.indexOf(word));
            OptionalInt spoken = SpokenNumber.parse(word);
            if (named >= 0) {
                month = named + 1;
            } else if (word.matches("\\d{4}")) {
                year = Integer.parseInt(word);
            } else if (word.matches("\\d{1,2}")) {
                day = day < 0 ? Integer.parseInt(word) : day;
            } else if (spoken.isPresent() && !word.matches("an?")) {
                running = SpokenNumber.append(running, spoken.getAsInt());
            }
        }
        day = day < 0 ? running : day;
        if (day < 0) {
            return Optional.empty();
        }
        if (month < 0) {
            return DuePhrases.isDayOfMonth(text) ? comingDayOfMonth(day) : Optional.empty();
        }
        return year > 0 ? date(year, month, day) : upcoming(recordedOn, month, day);
    }

    /** "The fifteenth": the first such day that isn't over. */
    private Optional<LocalDate> comingDayOfMonth(int day) {
        for (int months = 0; months <= 2; months++) {
            LocalDate month = recordedOn.plusMonths(months);
            if (day >= 1
                    && day <= month.lengthOfMonth()
                    && !month.withDayOfMonth(day).isBefore(recordedOn)) {
                return Optional.of(month.withDayOfMonth(day));
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> inUnits(LocalDate day, Matcher matcher) {
        int count = -1;
        Matcher words = WORD.matcher(matcher.group(1));
        while (words.find()) {
            String word = words.group();
            OptionalInt spoken = word.matches("\\d{1,3}")
                    ? OptionalInt.of(Integer.parseInt(word))
                    : word.matches("eine[mr]") ? OptionalInt.of(1) : SpokenNumber.parse(word);
            if (spoken.isPresent()) {
                // "a couple of" is two, not one and two.
                count = Math.max(count, spoken.getAsInt());
            }
        }
        if (count < 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (matcher.group(2)) {
                    case "day", "tag" -> day.plusDays(count);
                    case "week", "woche" -> day.plusWeeks(count);
                    default -> day.plusMonths(count);
                });
    }

    private static LocalDate friday(LocalDate day) {
        return day.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
    }

    private static LocalDate quarterEnd(LocalDate day) {
        return day.with(IsoFields.DAY_OF_QUARTER, 1).plusMonths(3).minusDays(1);
    }

    /** The next such day, today included. */
    private static Optional<LocalDate> upcoming(LocalDate from, int month, int day) {
        return date(from.getYear(), month, day).map(date -> date.isBefore(from) ? date.plusYears(1) : date);
    }

    private static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, Month.of(month), day));
        } catch (DateTimeException e) {
            return Optional.empty(); // "the 31st of June" was said, but there is no such day
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static Rule rule(String regex, BiFunction<LocalDate, Matcher, Optional<LocalDate>> day) {
        return new Rule(Pattern.compile(regex, Pattern.UNICODE_CASE), day);
    }

    private record Rule(Pattern pattern, BiFunction<LocalDate, Matcher, Optional<LocalDate>> day) {}
}
