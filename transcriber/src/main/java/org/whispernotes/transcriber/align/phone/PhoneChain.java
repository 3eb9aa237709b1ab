package org.whispernotes.transcriber.align.phone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.whispernotes.transcriber.align.Span;

/**
 * The states that speech goes through, one after the other: the phones of each word, and silence before, between and
 * behind words, which may be left out. Each has frames in which it may be passed, about where its word is thought to lie.
 */
final class PhoneChain {

    /** No word. */
    static final int NONE = -1;

    /** Seconds by which a word may lie elsewhere than thought. */
    private static final double REACH = 0.2;
    /** Seconds outside of where it is thought to lie that a word is charged one for, by the square. */
    private static final double DEVIATION = 0.1;

    private final int phones;
    private final List<State> states = new ArrayList<>();

    /**
     * @param phoneState index of the phone, times three, and of its state
     * @param word index, or {@link #NONE} in silence
     * @param skips whether the silence before it may be left out
     * @param start seconds from which it is thought to be heard
     * @param end seconds until which
     */
    record State(int phoneState, int word, boolean skips, double start, double end) {

        /** Whether it may be passed in a frame. */
        boolean allows(int frame) {
            return away(frame) <= REACH;
        }

        /** What a frame costs for lying elsewhere. */
        double cost(int frame) {
            if (word == NONE) {
                return 0;
            }
            double deviations = away(frame) / DEVIATION;
            return deviations * deviations;
        }

        private double away(int frame) {
            double time = frame / SoundBands.FRAMES_A_SECOND;
            return Math.max(0, Math.max(start - time, time - end));
        }
    }

    /**
     * @param words indices of the phones of each word, none of them empty
     * @param rough where each word is thought to lie, in order
     */
    PhoneChain(AcousticModel model, List<int[]> words, List<Span> rough) {
        phones = model.phones().size();
        int silence = model.phones().indexOf(AcousticModel.SILENCE);
        double end = 0;
        for (int word = 0; word < words.size(); word++) {
            Span span = rough.get(word);
            add(silence, NONE, false, Math.min(end, span.start()), span.start());
            for (int i = 0; i < words.get(word).length; i++) {
                add(words.get(word)[i], word, i == 0, span.start(), span.end());
            }
            end = span.end();
        }
        add(silence, NONE, false, end, Double.MAX_VALUE);
    }

    private void add(int phone, int word, boolean skips, double start, double end) {
        for (int state = 0; state < AcousticModel.STATES; state++) {
            states.add(new State(phone * AcousticModel.STATES + state, word, skips && state == 0, start, end));
        }
    }

    List<State> states() {
        return states;
    }

    /** Which frames of each phone may be asked for. */
    BitSet[] wanted(int frames) {
        BitSet[] wanted = new BitSet[phones];
        for (int phone = 0; phone < phones; phone++) {
            wanted[phone] = new BitSet(frames);
        }
        for (State state : states) {
            int first = frame(state.start - REACH);
            int last = Math.min(frames - 1, frame(state.end + REACH) + 1);
            if (first <= last) {
                wanted[state.phoneState / AcousticModel.STATES].set(first, last + 1);
            }
        }
        return wanted;
    }

    private static int frame(double seconds) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE / 2, Math.floor(seconds * SoundBands.FRAMES_A_SECOND)));
    }
}
