package org.whispernotes.todos.talk;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Number words, English and German, cardinal and ordinal: "twenty", "third", "vierundzwanzig", "zwölften". */
public final class SpokenNumber {

    private static final String[] ENGLISH =
            ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                            + "sixteen seventeen eighteen nineteen")
                    .split(" ");
    private static final String[] ENGLISH_ORDINAL =
            ("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
                            + "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
                    .split(" ");
    private static final String[] ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
    private static final String[] GERMAN =
            ("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
                            + "sechzehn siebzehn achtzehn neunzehn")
                    .split(" ");
    private static final String[] GERMAN_TENS =
            "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(" ");
    private static final String[] GERMAN_ORDINAL =
            "nullte erste zweite dritte vierte fünfte sechste siebte achte neunte".split(" ");
    private static final Map<String, Integer> VALUES = values();

    private SpokenNumber() {}

    /**
     * The value of a number word; empty when it is none.
     *
     * @param word one word in lower case
     */
    public static OptionalInt parse(String word) {
        Integer value = VALUES.get(word);
        if (value == null && word.matches(".*t?e[nrsm]$")) {
            value = VALUES.get(word.substring(0, word.length() - 1));
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /**
     * The number so far, after one more number word: "two", "hundred", "thirty" makes 230.
     *
     * @param soFar negative when this is the first word
     */
    public static int append(int soFar, int value) {
        if (soFar < 0) {
            return value;
        }
        if (value == 100 || value == 1000) {
            int group = soFar % 1000;
            return value == 100 ? soFar - group + Math.max(1, group) * 100 : Math.min(999, soFar) * 1000;
        }
        boolean fits = (value < 10 && soFar % 10 == 0 && soFar % 100 != 10) || (value < 100 && soFar % 100 == 0);
        return fits && soFar > 0 ? soFar + value : value;
    }

    private static Map<String, Integer> values() {
        Map<String, Integer> values = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            values.put(ENGLISH[i], i);
            values.put(ENGLISH_ORDINAL[i], i);
            values.put(GERMAN[i], i);
            values.put(i < 10 ? GERMAN_ORDINAL[i] : GERMAN[i] + "te", i);
        }
        for (int tens = 0; tens < 8; tens++) {
            int value = 20 + 10 * tens;
            values.put(ENGLISH_TENS[tens], value);
            values.put(ENGLISH_TENS[tens].replaceFirst("y$", "ieth"), value);
            values.put(GERMAN_TENS[tens], value);
            values.put(GERMAN_TENS[tens] + "ste", value);
            for (int ones = 1; ones < 10; ones++) {
                String compound = GERMAN[ones] + "und" + GERMAN_TENS[tens];
                values.put(compound, value + ones);
                values.put(compound + "ste", value + ones);
            }
        }
        Map<String, Integer> small = new HashMap<>(values);
        for (int hundreds = 1; hundreds < 10; hundreds++) {
            String word = (hundreds == 1 ? "" : GERMAN[hundreds]) + "hundert";
            int base = hundreds * 100;
            values.put(word, base);
            values.put(GERMAN[hundreds] + "hundert", base);
            small.forEach((rest, value) -> values.put(word + rest, base + value));
        }
        values.put("eins", 1);
        values.put("eine", 1);
        values.put("a", 1);
        values.put("an", 1);
        values.put("couple", 2);
        values.put("paar", 2);
        values.put("hundred", 100);
        values.put("thousand", 1000);
        values.put("tausend", 1000);
        return Map.copyOf(values);
    }
}
