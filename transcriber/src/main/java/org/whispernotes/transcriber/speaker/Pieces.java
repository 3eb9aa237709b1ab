package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts what one voice of a window says at its pauses, and long talk at times that are the same for every window. */
final class Pieces {

    /** Frames of features without talk, at which somebody else may have begun. */
    private static final int PAUSE = 20;
    /** Frames; less says too little about a voice. */
    private static final int SHORTEST = 40;
    /** Frames from one cut of long talk to the next. */
    private static final int CELL = 80;

    private Pieces() {}

    /**
     * @param frames of features in which the voice is heard, in order
     * @return the same frames; each piece has at least as many as are needed, if all together have
     */
    static List<int[]> of(int[] frames) {
        List<int[]> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < frames.length; i++) {
            boolean cut =
                    isPause(frames, i) || (frames[i] / CELL != frames[i - 1] / CELL && talkFrom(frames, i) >= SHORTEST);
            if (cut && i - start >= SHORTEST && frames.length - i >= SHORTEST) {
                pieces.add(Arrays.copyOfRange(frames, start, i));
                start = i;
            }
        }
        pieces.add(Arrays.copyOfRange(frames, start, frames.length));
        return pieces;
    }

    private static boolean isPause(int[] frames, int i) {
        return frames[i] - frames[i - 1] > PAUSE;
    }

    /** Frames until the next pause. */
    private static int talkFrom(int[] frames, int from) {
        int i = from + 1;
        while (i < frames.length && !isPause(frames, i)) {
            i++;
        }
        return i - from;
    }

    /** A number that pieces of much the same frames nearly always share. */
    static int cell(int[] piece) {
        return piece[piece.length / 2] / CELL;
    }

    /** How alike two pieces are in time: the frames of both in those of either. */
    static double overlap(int[] a, int[] b) {
        int both = 0;
        int j = 0;
        for (int frame : a) {
            while (j < b.length && b[j] < frame) {
                j++;
            }
            if (j < b.length && b[j] == frame) {
                both++;
            }
        }
        return (double) both / (a.length + b.length - both);
    }
}
