package org.whispernotes.todos.cite;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of a text as they are compared: lower case, without accents, without what every sentence holds. */
public final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final int STEM = 5;
    /** Also of a verb: "she sends". */
    private static final Pattern PLURAL = Pattern.compile("\\p{L}{3,}[^s]s");

    private static final Set<String> EMPTY = Arrays.stream((
                    // English
                    "a an the and or but so of to in on at for from by with about as is are was were be been am do does did will would can could "
                            + "should shall may might must have has had it its this that these those i you he she we they me him her us them my your his our "
                            + "their there here what which who when where how if then than not no yes okay ok um uh well just also like get got going gonna "
                            + "please let make sure need needs want up out into over "
                            + "yeah think know really mean thing things maybe kind actually right good say said"
                            // German
                            + " der die das den dem des ein eine einen einem einer und oder aber zu zum zur auf im am fur von vom mit bei bis nach "
                            + "ist sind war waren sein bin hat habe haben wird werde werden kann konnen konnte soll sollen muss mussen es sie er wir ihr "
                            + "ich du mich dich uns euch mein dein unser nicht kein keine ja nein auch noch mal dann so als wie was wer wo wenn da doch bitte")
                    .split(" "))
            .collect(Collectors.toUnmodifiableSet());

    private Words() {}

    /** All words, in order, lower case and without accents. */
    public static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(folded(text));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** Stems of the words that carry meaning. */
    public static Set<String> stems(String text) {
        Set<String> stems = new LinkedHashSet<>();
        for (String word : of(text)) {
            if (!EMPTY.contains(word)) {
                String one = PLURAL.matcher(word).matches() ? word.substring(0, word.length() - 1) : word;
                stems.add(one.length() > STEM ? one.substring(0, STEM) : one);
            }
        }
        return stems;
    }

    /** Share of {@code part} that is in {@code whole}; 1 when {@code part} is empty. */
    public static double share(Collection<String> part, Set<String> whole) {
        return part.isEmpty()
                ? 1
                : (double) part.stream().filter(whole::contains).count() / part.size();
    }

    /** Overlap of two sets, 0..1 of the smaller one; 0 when one is empty. */
    public static double overlap(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        return (double) a.stream().filter(b::contains).count() / Math.min(a.size(), b.size());
    }

    /** Lower case, without accents. */
    public static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
