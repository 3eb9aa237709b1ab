package org.whispernotes.transcriber.align;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;

/** Puts words or sentences together as their script does: with blanks, or without where it has none. */
public final class Joined {

    private static final Set<UnicodeScript> WITHOUT_BLANKS = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.MYANMAR,
            UnicodeScript.KHMER);

    private Joined() {}

    public static String of(List<String> parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (!text.isEmpty() && !part.isEmpty() && blankBetween(text, part)) {
                text.append(' ');
            }
            text.append(part);
        }
        return text.toString();
    }

    /** Length of the words when they are put together. */
    static int length(List<String> parts) {
        return of(parts).length();
    }

    private static boolean blankBetween(CharSequence before, String after) {
        return !isWithoutBlanks(Character.codePointBefore(before, before.length()))
                || !isWithoutBlanks(after.codePointAt(0));
    }

    private static boolean isWithoutBlanks(int character) {
        UnicodeBlock block = UnicodeBlock.of(character);
        return WITHOUT_BLANKS.contains(UnicodeScript.of(character))
                || block == UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION
                || block == UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS;
    }
}
