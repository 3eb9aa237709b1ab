package org.whispernotes.todos.extract.embedded;

import org.whispernotes.todos.cite.DuePhrases;
import org.whispernotes.todos.talk.Line;

/** How likely a line is a todo, 0..1. */
final class LineModel {

    private static final double[] WEIGHTS = {1.2, 1.3, 0.9, 0.7, 1.3, 1.1};
    private static final double DUE = 1.0;
    private static final double BIAS = -2.9;

    double todo(Line line) {
        double sum = BIAS + (DuePhrases.find(line.text()).isPresent() ? DUE : 0);
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += Cues.PATTERNS.get(i).matcher(line.text()).find() ? WEIGHTS[i] : 0;
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
