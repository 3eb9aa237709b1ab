package org.whispernotes.transcriber.recognise.onnx;

import java.util.List;

/** Notices a decoder that goes round in circles. */
final class LoopCheck {

    private static final int LONGEST_PERIOD = 24;
    private static final int REPEATS = 6;
    private static final int SHORTEST = 24;
    private static final int FEW_REPEATS = 3;
    private static final int SHORTEST_OF_FEW = 8;

    private LoopCheck() {}

    /** Length of the phrase that the tokens end with at least six times in a row and for 24 tokens; 0 for none. */
    static int period(List<Integer> tokens) {
        return period(tokens, REPEATS, SHORTEST);
    }

    /** Whether they end with a phrase three times in a row and for eight tokens: people do so too, but seldom. */
    static boolean mayLoop(List<Integer> tokens) {
        return period(tokens, FEW_REPEATS, SHORTEST_OF_FEW) > 0;
    }

    private static int period(List<Integer> tokens, int repeats, int shortest) {
        int size = tokens.size();
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int needed = Math.max(shortest, repeats * period);
            if (size >= needed && repeats(tokens, period, needed)) {
                return period;
            }
        }
        return 0;
    }

    private static boolean repeats(List<Integer> tokens, int period, int length) {
        int size = tokens.size();
        for (int i = size - length + period; i < size; i++) {
            if (!tokens.get(i).equals(tokens.get(i - period))) {
                return false;
            }
        }
        return true;
    }

    /** How many tokens to keep so that the phrase at the end stands once. */
    static int keepOnce(List<Integer> tokens, int period) {
        int keep = tokens.size();
        while (keep - 2 * period >= 0
                && tokens.subList(keep - period, keep).equals(tokens.subList(keep - 2 * period, keep - period))) {
            keep -= period;
        }
        return keep;
    }
}
