package org.whispernotes.transcriber.align;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.whispernotes.transcriber.recognise.RecognisedWord;

/**
 * Cuts a run of words into segments that read well as subtitles: at the ends of sentences, at pauses, and, where a
 * sentence is too long for two lines on a screen, after a comma or at the longest pause.
 */
public final class SentenceCut {

    private static final String ENDS = ".?!。？！…";
    private static final String BREATHS = ",;:，、；：";
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "no.", "nr.", "z.b.", "bzw.",
            "ca.", "sr.", "sra.");
    private static final int FEWEST = 3;

    private final int widest;
    private final double longest;
    private final double pause;

    /**
     * @param widest characters of a segment
     * @param longest seconds of a segment
     * @param pause seconds from which a pause ends a segment
     */
    public SentenceCut(int widest, double longest, double pause) {
        this.widest = widest;
        this.longest = longest;
        this.pause = pause;
    }

    /** Two lines of subtitles, read in eight seconds. */
    public static SentenceCut subtitles() {
        return new SentenceCut(84, 8.0, 1.0);
    }

    /** How many words each segment has, in order. */
    public List<Integer> cut(List<RecognisedWord> words) {
        List<Integer> lengths = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean last = i + 1 == words.size();
            if (last
                    || endsSentence(words.get(i).word())
                    || words.get(i + 1).start() - words.get(i).end() > pause) {
                cutLong(words, from, i + 1, lengths);
                from = i + 1;
            }
        }
        return lengths;
    }

    private void cutLong(List<RecognisedWord> words, int from, int to, List<Integer> lengths) {
        if (fits(words, from, to) || to - from < 2 * FEWEST) {
            lengths.add(to - from);
            return;
        }
        int best = from + FEWEST;
        double bestWorth = Double.NEGATIVE_INFINITY;
        for (int i = from + FEWEST; i <= to - FEWEST; i++) {
            String before = words.get(i - 1).word();
            double silence = words.get(i).start() - words.get(i - 1).end();
            double centrality = 1 - Math.abs(2.0 * (i - from) / (to - from) - 1);
            double worth = silence + centrality + (endsWithAny(before, BREATHS) ? 1 : 0);
            if (worth > bestWorth) {
                bestWorth = worth;
                best = i;
            }
        }
        cutLong(words, from, best, lengths);
        cutLong(words, best, to, lengths);
    }

    private boolean fits(List<RecognisedWord> words, int from, int to) {
        int characters = Joined.length(
                words.subList(from, to).stream().map(RecognisedWord::word).toList());
        return characters <= widest && words.get(to - 1).end() - words.get(from).start() <= longest;
    }

    private static boolean endsSentence(String word) {
        String bare = word.replaceAll("[\"'”’)\\]»]+$", "");
        if (!endsWithAny(bare, ENDS) || ABBREVIATIONS.contains(bare.toLowerCase(Locale.ROOT))) {
            return false;
        }
        boolean initial = bare.length() == 2 && Character.isUpperCase(bare.charAt(0));
        return !initial;
    }

    private static boolean endsWithAny(String word, String marks) {
        return !word.isEmpty() && marks.indexOf(word.charAt(word.length() - 1)) >= 0;
    }
}
