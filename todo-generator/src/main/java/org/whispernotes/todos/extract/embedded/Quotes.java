package org.whispernotes.todos.extract.embedded;

import java.util.regex.Pattern;

/** A line as it can stand in a list: without the noises in front of it, but every other word as it was said. */
final class Quotes {

    private static final int LONGEST = 240;
    private static final Pattern NOISE = Pattern.compile(
            "^(?:(?:(?:um+|uh+|erm?|hm+|mm+|oh|ah|so|well|okay|ok|and|but|yeah|yes|yep|alright|ähm?|äh|also|ja|und)\\b[,.!…-]*"
                    + "|(?:right|now|sure|great|good|fine|thanks|gut|super)[,.!…-]+)\\s+)+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern FILLERS = Pattern.compile(
            "(?:,\\s*)?(?<![\\p{L}'])(?:um+|uh+|erm|ähm?)(?![\\p{L}'])[,.]?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Quotes() {}

    static String of(String text) {
        String quote = FILLERS.matcher(text).replaceAll("").strip();
        quote = NOISE.matcher(quote).replaceFirst("").replaceAll("\\s+", " ").strip();
        if (quote.isEmpty()) {
            return text;
        }
        if (quote.length() > LONGEST) {
            quote = quote.substring(0, quote.lastIndexOf(' ', LONGEST)) + " …";
        }
        return Character.toUpperCase(quote.charAt(0)) + quote.substring(1);
    }
}
