package org.whispernotes.todos.extract.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.whispernotes.todos.cite.Words;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * Stretches of a talk about one thing, by lexical cohesion: a border lies where the words before and after it have least in
 * common (Hearst, TextTiling, 1997). Titles are the words that are said most.
 */
final class Chapters {

    /** Lines that are compared on each side of a border. */
    private static final int BLOCK = 12;

    private static final int SHORTEST = 20;
    private static final double WEAK_LINK = 0.12;
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final int TITLE_WORDS = 3;
    private static final int SHORTEST_WORD = 4;

    private Chapters() {}

    /**
     * @param from first line, as position in the talk
     * @param to behind the last line
     */
    record Stretch(int from, int to, String title) {}

    static List<Stretch> of(Talk talk, Window window) {
        List<Set<String>> stems = talk.lines().subList(window.from(), window.to()).stream()
                .map(line -> MachineAddress.matches(line.text()) ? Set.<String>of() : Words.stems(line.text()))
                .toList();
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int border = SHORTEST; border <= stems.size() - SHORTEST; border++) {
            if (border - from >= SHORTEST && isWeakest(stems, border)) {
                stretches.add(stretch(talk, window, from, border));
                from = border;
            }
        }
        stretches.add(stretch(talk, window, from, stems.size()));
        return stretches;
    }

    private static boolean isWeakest(List<Set<String>> stems, int border) {
        double here = cohesion(stems, border);
        if (here > WEAK_LINK) {
            return false;
        }
        for (int near = Math.max(1, border - BLOCK / 2);
                near <= Math.min(stems.size() - 1, border + BLOCK / 2);
                near++) {
            if (cohesion(stems, near) < here) {
                return false;
            }
        }
        return true;
    }

    private static double cohesion(List<Set<String>> stems, int border) {
        Map<String, Integer> before = counts(stems.subList(Math.max(0, border - BLOCK), border));
        Map<String, Integer> after = counts(stems.subList(border, Math.min(stems.size(), border + BLOCK)));
        double product = 0;
        for (Map.Entry<String, Integer> entry : before.entrySet()) {
            product += entry.getValue() * after.getOrDefault(entry.getKey(), 0);
        }
        return product / Math.max(1e-9, length(before) * length(after));
    }

    private static Map<String, Integer> counts(List<Set<String>> stems) {
        Map<String, Integer> counts = new HashMap<>();
        stems.forEach(line -> line.forEach(stem -> counts.merge(stem, 1, Integer::sum)));
        return counts;
    }

    private static double length(Map<String, Integer> counts) {
        return Math.sqrt(
                counts.values().stream().mapToDouble(n -> (double) n * n).sum());
    }

    private static Stretch stretch(Talk talk, Window window, int from, int to) {
        Map<String, Integer> words = new LinkedHashMap<>();
        for (int at = window.from() + from; at < window.from() + to; at++) {
            String text = talk.lines().get(at).text();
            if (!MachineAddress.matches(text) && Words.stems(text).size() > 1) {
                for (String word : NOT_LETTERS.splitAsStream(text).toList()) {
                    if (word.length() >= SHORTEST_WORD && !Words.stems(word).isEmpty()) {
                        words.merge(word.toLowerCase(Locale.ROOT), 1, Integer::sum);
                    }
                }
            }
        }
        String title = words.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) ->
                        -entry.getValue() * Math.min(8, entry.getKey().length())))
                .limit(TITLE_WORDS)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String at = talk.lines().get(window.from() + from).timestamp();
        return new Stretch(window.from() + from, window.from() + to, title.isEmpty() ? at : title);
    }
}
