package org.whispernotes.todos.cite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the words that say until when, English and German. */
public final class DuePhrases {

    private static final String DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
    private static final String TAG = "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)";
    private static final String MONTH =
            "(?:january|february|march|april|may|june|july|august|september|october|november|december)";
    private static final String MONAT =
            "(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)";
    private static final String PART = "(?: (?:morning|afternoon|evening|night|noon|lunch\\s?time))?";
    private static final String COUNT =
            "(?:an?|the next|\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple of)";
    private static final String ZAHL =
            "(?:einem|einer|ein paar|\\d{1,3}|zwei|drei|vier|fünf|sechs|sieben|acht|zehn|zwölf|vierzehn)";
    private static final String ORDINAL =
            "(?:\\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
                    + "|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -]\\w+th|twenty[ -](?:first|second|third)|thirtieth|thirty[ -]first)";

    private static final String ZAHLWORT =
            "(?:ersten|zweiten|dritten|vierten|fünften|sechsten|siebten|achten|neunten|zehnten|elften|zwölften|\\p{L}+zehnten|\\p{L}*zwanzigsten|\\p{L}*dreißigsten)";
    private static final String END = "(?=\\s*(?:$|[.,;!?])| (?:at|and|und|of (?:the|this|next) month|um)\\b)";
    private static final String DAY_OF_MONTH = "(?:(?:by|before|until|till|on|due) the " + ORDINAL + END
            + "|(?:bis |am |zum )+(?:\\d{1,2}\\.|" + ZAHLWORT + ")(?! ?" + MONAT + ")(?! ?\\d)(?! (?-i:\\p{Lu})))";
    /** Of what is over or comes again and again. */
    private static final String OVER =
            "(?<!\\b(?:last|since|past|every|each|letzten|letzter|letzte|seit|jeden|vergangenen) (?:the |dem )?)";

    private static final Pattern PHRASE = Pattern.compile(
            OVER + "(?<![\\p{L}\\p{N}])(?:" + DAY_OF_MONTH
                    + "|(?:(?:by|before|until|till|on|within|for|due|bis|vor|am|ab) )?(?:the )?(?:zum |zur )?(?:"
                    + String.join(
                            "|",
                            "\\d{4}-\\d{2}-\\d{2}",
                            "(?:the )?end of (?:the |this |next )?(?:day|week|month|quarter|year)",
                            "(?:" + ORDINAL + "|\\d{1,2}) (?:of )?" + MONTH + "(?: \\d{4})?",
                            MONTH + " (?:the )?(?:" + ORDINAL + "|\\d{1,2})\\b(?: \\d{4})?",
                            "\\d{1,2}\\. ?" + MONAT + "(?: \\d{4})?",
                            "[a-zäöüß]+te[nr]? " + MONAT,
                            "\\d{1,2}\\.\\d{1,2}\\.(?:\\d{4})?",
                            "(?:next |this |coming |following )?" + DAY + PART,
                            "(?:nächsten |diesen |kommenden )?" + TAG
                                    + "(?:vormittag|nachmittag|abend|mittag|morgen)?(?: (?:früh|vormittag|nachmittag|abend|mittag))?",
                            "day after tomorrow",
                            "tomorrow" + PART,
                            "today\\b",
                            "tonight",
                            "this (?:morning|afternoon|evening|week|weekend|month)",
                            "next (?:week|month|year)",
                            "in " + COUNT + " (?:days?|weeks?|months?)(?:' time)?",
                            "(?<=within )" + COUNT + " (?:days?|weeks?|months?)",
                            "heute(?: (?:noch|abend|nachmittag|mittag))?",
                            "übermorgen",
                            "(?<!guten )(?<!am )(?<!jeden )morgen(?: (?:früh|vormittag|nachmittag|mittag|abend))?(?! zusammen)",
                            "(?:ende|mitte) (?:der|dieser|nächster|kommender) woche|ende (?:des|dieses|nächsten) monats?|ende des jahres",
                            "(?:nächste|kommende|diese|dieser|nächster) woche",
                            "(?:nächsten|kommenden|diesen) monat",
                            "in " + ZAHL + " (?:tag(?:en)?|wochen?|monat(?:en)?)")
                    + ")(?![\\p{L}\\p{N}])(?: (?:at )?(?:noon|lunch|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}(?::\\d{2})?) ?(?:o'clock|am|pm|a\\.m\\.|p\\.m\\.|uhr)?)(?![\\p{L}\\p{N}]))?)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern DAY_OF_MONTH_ALONE =
            Pattern.compile("(?<![\\p{L}\\p{N}])" + DAY_OF_MONTH, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private DuePhrases() {}

    /** Whether a day is told by its number alone: "by the fifteenth". */
    static boolean isDayOfMonth(String text) {
        return DAY_OF_MONTH_ALONE.matcher(text).find();
    }

    /** The first phrase that says until when, as it was said; empty when there is none. */
    public static Optional<String> find(String text) {
        Matcher matcher = PHRASE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group().strip()) : Optional.empty();
    }
}
