package org.whispernotes.todos.extract.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whispernotes.todos.cite.Words;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * The lines that say what a window is about: those with the words that are said most in it, and each line counts only for
 * what the lines chosen before it haven't said (SumBasic: Nenkova and Vanderwende, 2005), weighed by how likely the trained
 * model thinks it that people would write such a line into a summary.
 */
final class Gist {

    private static final int SHORTEST = 5;
    private static final int LINES_PER_QUOTE = 8;
    private static final int MOST = 4;

    private Gist() {}

    /** In time order. */
    static List<DraftLine> of(Talk talk, Window window, LineScores scores) {
        Map<Integer, Set<String>> candidates = new HashMap<>();
        Map<String, Double> weights = new HashMap<>();
        for (int at = window.from(); at < window.to(); at++) {
            Line line = talk.lines().get(at);
            if (MachineAddress.matches(line.text())) {
                continue;
            }
            Set<String> stems = Words.stems(line.text());
            stems.forEach(stem -> weights.merge(stem, 1.0, Double::sum));
            // Todos stand in a list of their own.
            if (Words.of(line.text()).size() >= SHORTEST
                    && !line.text().endsWith("?")
                    && !scores.isTodo(at)
                    && !TodoQuotes.isFarewell(line.text())) {
                candidates.put(at, stems);
            }
        }
        // What is said once only is not what a window is about.
        weights.values().removeIf(count -> count < 2);
        int wanted = Math.min(MOST, 1 + window.size() / LINES_PER_QUOTE);
        List<Integer> chosen = new ArrayList<>();
        Set<String> said = new HashSet<>();
        while (chosen.size() < wanted && !candidates.isEmpty()) {
            int best = -1;
            double most = 0;
            for (Map.Entry<Integer, Set<String>> candidate : candidates.entrySet()) {
                double value = value(candidate.getValue(), weights, said)
                        * TalkFeatures.sigmoid(scores.gist()[candidate.getKey()]);
                if (value > most || (value == most && candidate.getKey() < best)) {
                    best = candidate.getKey();
                    most = value;
                }
            }
            if (best < 0) {
                break;
            }
            said.addAll(candidates.remove(best));
            chosen.add(best);
        }
        return chosen.stream()
                .sorted()
                .map(at -> EmbeddedExtractor.quoted(talk.lines().get(at), TalkFeatures.sigmoid(scores.gist()[at])))
                .toList();
    }

    private static double value(Set<String> stems, Map<String, Double> weights, Set<String> said) {
        double sum = 0;
        for (String stem : stems) {
            sum += said.contains(stem) ? 0 : weights.getOrDefault(stem, 0.0);
        }
        return sum / Math.sqrt(Math.max(1, stems.size()));
    }
}
