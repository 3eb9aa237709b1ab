package org.whispernotes.todos.cite;

import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whispernotes.todos.talk.SpokenNumber;

/** Numbers in a claim, which must have been said, in digits or in words. */
final class Numbers {

    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern GROUPING = Pattern.compile("(?<=\\d)[,.'](?=\\d{3}\\b)");
    private static final Pattern WORDS = Pattern.compile("[\\p{L}]+");

    private Numbers() {}

    /** Whether each number that {@code claim} writes in digits was said. */
    static boolean allSaid(String claim, String said) {
        Set<String> claimed = digits(claim);
        if (claimed.isEmpty()) {
            return true;
        }
        Set<String> heard = digits(said);
        Matcher words = WORDS.matcher(said.toLowerCase(Locale.ROOT));
        int running = -1;
        while (words.find()) {
            OptionalInt value = SpokenNumber.parse(words.group());
            if (value.isPresent()) {
                running = SpokenNumber.append(running, value.getAsInt());
                heard.add(Integer.toString(value.getAsInt()));
                heard.add(Integer.toString(running));
            } else if (!words.group().matches("and|und")) {
                running = -1;
            }
        }
        return heard.containsAll(claimed);
    }

    private static Set<String> digits(String text) {
        Set<String> numbers = new HashSet<>();
        Matcher matcher = DIGITS.matcher(GROUPING.matcher(text).replaceAll(""));
        while (matcher.find()) {
            numbers.add(matcher.group().replaceFirst("^0+(?=\\d)", ""));
        }
        return numbers;
    }
}
