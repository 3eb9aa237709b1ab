package org.whispernotes.todos.cite;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.whispernotes.todos.talk.SpokenNumber;

/** How long something takes, where that was said. A working day has eight hours, a week five days. */
public final class Durations {

    private static final int HOUR = 60;
    private static final int DAY = 8 * HOUR;
    private static final Pattern AMOUNT = Pattern.compile(
            "\\b(half an|half a|eine halbe|einen halben|an?|\\d{1,3}|[\\p{L}]+) (minute|hour|day|week|minuten?|stunden?|tage?|wochen?)",
            Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORK = Pattern.compile(
            "\\b(takes?|will take|take me|taking|dauert|brauche?n?|it's|that's|about|etwa|ungefähr)\\b.{0,25}?("
                    + AMOUNT.pattern() + ")|(" + AMOUNT.pattern() + ")[sn]?'? (?:of )?(?:work|arbeit)\\b",
            Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private Durations() {}

    /** Minutes that these words mean; empty when they mean none. */
    static Optional<Integer> minutes(@Nullable String words) {
        if (words == null) {
            return Optional.empty();
        }
        Matcher matcher = AMOUNT.matcher(words.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String amount = matcher.group(1);
            int unit = unit(matcher.group(2));
            if (amount.startsWith("half") || amount.startsWith("eine halbe") || amount.startsWith("einen halben")) {
                return Optional.of(unit / 2);
            }
            OptionalInt count = amount.matches("\\d+")
                    ? OptionalInt.of(Integer.parseInt(amount))
                    : amount.equals("einen") ? OptionalInt.of(1) : SpokenNumber.parse(amount);
            if (count.isPresent()) {
                return Optional.of(count.getAsInt() * unit);
            }
        }
        return Optional.empty();
    }

    /** Minutes where a text says that something takes that long. */
    static Optional<Integer> ofWork(String text) {
        Matcher matcher = WORK.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.find() ? minutes(matcher.group()) : Optional.empty();
    }

    /** {@code 45m}, {@code 2h}, {@code 2h 30m}. */
    public static String written(int minutes) {
        int hours = minutes / HOUR;
        int rest = minutes % HOUR;
        return hours == 0 ? rest + "m" : rest == 0 ? hours + "h" : hours + "h " + rest + "m";
    }

    private static int unit(String name) {
        return switch (name.charAt(0)) {
            case 'm' -> 1;
            case 'h', 's' -> HOUR;
            case 'd', 't' -> DAY;
            default -> 5 * DAY;
        };
    }
}
