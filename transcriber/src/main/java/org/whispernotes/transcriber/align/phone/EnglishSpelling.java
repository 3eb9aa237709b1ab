package org.whispernotes.transcriber.align.phone;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The phones that English letters mostly stand for. Wrong in a vowel of many words, but an aligner only asks when the
 * sounds of a word that it knows were made: on synthetic speech times by spelling are as good as by a pronouncing
 * dictionary, and names, inflections and made-up words need no care.
 */
final class EnglishSpelling {

    private static final Map<String, String> SOUNDS = Map.ofEntries(
            Map.entry("a", "AH"),
            Map.entry("b", "B"),
            Map.entry("c", "K"),
            Map.entry("d", "D"),
            Map.entry("e", "EH"),
            Map.entry("f", "F"),
            Map.entry("g", "G"),
            Map.entry("h", "HH"),
            Map.entry("i", "IH"),
            Map.entry("j", "JH"),
            Map.entry("k", "K"),
            Map.entry("l", "L"),
            Map.entry("m", "M"),
            Map.entry("n", "N"),
            Map.entry("o", "AA"),
            Map.entry("p", "P"),
            Map.entry("q", "K"),
            Map.entry("r", "R"),
            Map.entry("s", "S"),
            Map.entry("t", "T"),
            Map.entry("u", "AH"),
            Map.entry("v", "V"),
            Map.entry("w", "W"),
            Map.entry("x", "K S"),
            Map.entry("y", "Y"),
            Map.entry("z", "Z"),
            Map.entry("ai", "EY"),
            Map.entry("ar", "AA R"),
            Map.entry("au", "AO"),
            Map.entry("aw", "AO"),
            Map.entry("ay", "EY"),
            Map.entry("bb", "B"),
            Map.entry("ch", "CH"),
            Map.entry("ck", "K"),
            Map.entry("dd", "D"),
            Map.entry("ea", "IY"),
            Map.entry("ee", "IY"),
            Map.entry("er", "ER"),
            Map.entry("ew", "Y UW"),
            Map.entry("ff", "F"),
            Map.entry("gg", "G"),
            Map.entry("gh", ""),
            Map.entry("ie", "IY"),
            Map.entry("ir", "ER"),
            Map.entry("kn", "N"),
            Map.entry("ll", "L"),
            Map.entry("mm", "M"),
            Map.entry("ng", "NG"),
            Map.entry("nn", "N"),
            Map.entry("oa", "OW"),
            Map.entry("oi", "OY"),
            Map.entry("oo", "UW"),
            Map.entry("or", "AO R"),
            Map.entry("ou", "AW"),
            Map.entry("ow", "OW"),
            Map.entry("oy", "OY"),
            Map.entry("ph", "F"),
            Map.entry("pp", "P"),
            Map.entry("qu", "K W"),
            Map.entry("rr", "R"),
            Map.entry("sh", "SH"),
            Map.entry("ss", "S"),
            Map.entry("th", "TH"),
            Map.entry("tt", "T"),
            Map.entry("ur", "ER"),
            Map.entry("wh", "W"),
            Map.entry("0", "Z IH R OW"),
            Map.entry("1", "W AH N"),
            Map.entry("2", "T UW"),
            Map.entry("3", "TH R IY"),
            Map.entry("4", "F AO R"),
            Map.entry("5", "F AY V"),
            Map.entry("6", "S IH K S"),
            Map.entry("7", "S EH V AH N"),
            Map.entry("8", "EY T"),
            Map.entry("9", "N AY N"),
            Map.entry("%", "P ER S EH N T"),
            Map.entry("&", "AE N D"));

    /** A last e is silent in words longer than this. */
    private static final int SHORT = 3;

    private EnglishSpelling() {}

    /** Names of phones, in order; none where nothing in it is known to have a sound. */
    static List<String> phones(String word) {
        String plain = Normalizer.normalize(word, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9%&]", "");
        boolean silentEnd = plain.length() > SHORT && plain.endsWith("e") && !plain.endsWith("ee");
        String heard = silentEnd ? plain.substring(0, plain.length() - 1) : plain;
        List<String> phones = new ArrayList<>();
        int at = 0;
        while (at < heard.length()) {
            String two = heard.substring(at, Math.min(heard.length(), at + 2));
            String letters = SOUNDS.containsKey(two) ? two : heard.substring(at, at + 1);
            String sounds = SOUNDS.getOrDefault(letters, "");
            phones.addAll(sounds.isEmpty() ? List.of() : List.of(sounds.split(" ")));
            at += letters.length();
        }
        return phones;
    }
}
