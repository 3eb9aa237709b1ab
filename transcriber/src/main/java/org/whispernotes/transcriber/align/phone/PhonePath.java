package org.whispernotes.transcriber.align.phone;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The likeliest way of the frames through the states of a chain (Viterbi), kept to the frames that each state allows. */
final class PhonePath {

    private static final byte STAY = 0;
    private static final byte NEXT = 1;
    private static final byte SKIP = 2;
    /** From the first state of a word to the last of the word before it, over the silence between them. */
    private static final int SKIPPED = AcousticModel.STATES + 1;

    private final List<PhoneChain.State> states;
    private final float[][] scores;
    private final int frames;
    /** States that each frame may be in. */
    private final int[] first;

    private final int[] last;

    private PhonePath(List<PhoneChain.State> states, float[][] scores, int frames) {
        this.states = states;
        this.scores = scores;
        this.frames = frames;
        this.first = new int[frames];
        this.last = new int[frames];
        int from = 0;
        int to = 0;
        for (int frame = 0; frame < frames; frame++) {
            while (from < states.size() - 1 && !states.get(from).allows(frame)) {
                from++;
            }
            to = Math.max(from, to);
            while (to < states.size() - 1 && states.get(to + 1).allows(frame)) {
                to++;
            }
            first[frame] = from;
            last[frame] = to;
        }
    }

    /**
     * The word of each frame, {@link PhoneChain#NONE} in silence; null where the words don't fit.
     *
     * @param scores [phones x states][frames]
     */
    static int @Nullable [] find(PhoneChain chain, float[][] scores, int frames) {
        return new PhonePath(chain.states(), scores, frames).find();
    }

    private int @Nullable [] find() {
        double[] best = new double[states.size()];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        byte[][] steps = new byte[frames][];
        for (int frame = 0; frame < frames; frame++) {
            steps[frame] = new byte[last[frame] - first[frame] + 1];
            // Backwards: each state still sees what its predecessors were worth a frame before.
            for (int state = last[frame]; state >= first[frame]; state--) {
                steps[frame][state - first[frame]] = frame == 0 ? begin(best, state) : step(best, state);
                best[state] += worth(state, frame);
            }
            if (frame > 0) {
                Arrays.fill(best, first[frame - 1], first[frame], Double.NEGATIVE_INFINITY);
            }
        }
        int end = states.size() - 1;
        int withoutSilence = Math.max(0, end - AcousticModel.STATES);
        if (best[withoutSilence] > best[end]) {
            end = withoutSilence;
        }
        return best[end] == Double.NEGATIVE_INFINITY ? null : trace(steps, end);
    }

    /** Speech begins with silence, or with the first word. */
    private static byte begin(double[] best, int state) {
        best[state] = state == 0 || state == AcousticModel.STATES ? 0 : Double.NEGATIVE_INFINITY;
        return STAY;
    }

    private byte step(double[] best, int state) {
        byte step = STAY;
        double most = best[state];
        if (state > 0 && best[state - 1] > most) {
            most = best[state - 1];
            step = NEXT;
        }
        if (states.get(state).skips() && state >= SKIPPED && best[state - SKIPPED] > most) {
            most = best[state - SKIPPED];
            step = SKIP;
        }
        best[state] = most;
        return step;
    }

    private double worth(int state, int frame) {
        PhoneChain.State passed = states.get(state);
        return passed.allows(frame)
                ? scores[passed.phoneState()][frame] - passed.cost(frame)
                : Double.NEGATIVE_INFINITY;
    }

    private int[] trace(byte[][] steps, int end) {
        int[] words = new int[frames];
        int state = end;
        for (int frame = frames - 1; frame >= 0; frame--) {
            words[frame] = states.get(state).word();
            byte step = steps[frame][state - first[frame]];
            state -= step == STAY ? 0 : step == NEXT ? 1 : SKIPPED;
        }
        return words;
    }
}
