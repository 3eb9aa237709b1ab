package org.whispernotes.todos.extract.embedded;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first stage sees of a line: its words, and the hashed groups of one, two and three of them, and pairs over a gap.
 * {@code training/features.py} does exactly the same.
 */
final class Tokens {

    private static final Pattern TOKEN = Pattern.compile("[a-z0-9']+|[?!]");
    private static final Pattern NUMBER = Pattern.compile("\\d+(st|nd|rd|th)?");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final int WIDEST_GAP = 4;
    private static final int FNV_START = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private final Vocabulary vocabulary;
    private final int mask;

    /** @param bits of a hash */
    Tokens(Vocabulary vocabulary, int bits) {
        this.vocabulary = vocabulary;
        mask = (1 << bits) - 1;
    }

    /** Words in lower case without accents and fillers; numbers, days and units are one token each; ? and ! count. */
    List<String> of(String text) {
        String folded = Normalizer.normalize(text.replace("ß", "ss").replace("’", "'"), Normalizer.Form.NFD);
        Matcher matcher = TOKEN.matcher(MARKS.matcher(folded).replaceAll("").toLowerCase(Locale.ROOT));
        List<String> tokens = new ArrayList<>();
        while (matcher.find()) {
            String token = matcher.group();
            if (vocabulary.fillers().contains(token)) {
                continue;
            }
            if (NUMBER.matcher(token).matches()) {
                token = "<0>";
            } else if (vocabulary.time().contains(token)) {
                tokens.add("<time>");
            } else if (vocabulary.unit().contains(token)) {
                tokens.add("<unit>");
            }
            String bare = token.replaceAll("^'+|'+$", "");
            tokens.add(bare.isEmpty() ? token : bare);
        }
        return tokens;
    }

    /** Distinct hashes of the word groups. */
    int[] hashed(List<String> tokens) {
        List<String> padded = new ArrayList<>(tokens.size() + 2);
        padded.add("^");
        padded.addAll(tokens);
        padded.add("$");
        TreeSet<Integer> hashes = new TreeSet<>();
        for (int i = 0; i < padded.size(); i++) {
            boolean word = i > 0 && i < padded.size() - 1;
            if (word) {
                hashes.add(hash(padded.get(i)));
            }
            for (int n = 2; n <= 3 && i + n <= padded.size(); n++) {
                hashes.add(hash(String.join(" ", padded.subList(i, i + n))));
            }
            for (int gap = 2; gap <= WIDEST_GAP && i + gap < padded.size(); gap++) {
                hashes.add(hash(padded.get(i) + " ~ " + padded.get(i + gap)));
            }
        }
        return hashes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** FNV-1a, folded. */
    private int hash(String group) {
        int hash = FNV_START;
        for (byte b : group.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return (hash ^ (hash >>> 15)) & mask;
    }
}
