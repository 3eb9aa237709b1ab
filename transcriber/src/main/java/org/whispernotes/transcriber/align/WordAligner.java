package org.whispernotes.transcriber.align;

import java.util.ArrayList;
import java.util.List;

/**
 * Times words by where the decoder looked while it wrote them: attention weights of the alignment heads, added up
 * and followed by a monotone path (Whisper's {@code timing.py}).
 */
public final class WordAligner {

    /** Seconds per frame of attention. */
    public static final double FRAME = 0.02;

    /** Frames that one token may take, and how many of them before the one it looked at most. */
    private static final int LONGEST = 50;

    private static final int BEFORE_PEAK = 15;

    private WordAligner() {}

    /**
     * One span per token but the last.
     *
     * @param weights tokens x frames, normalised over the tokens; the last token is the one that ends the text
     */
    public static List<Span> align(float[] weights, int tokens, int frames) {
        int[] first = MonotonePath.firstFrames(weights, tokens, frames);
        List<Span> spans = new ArrayList<>();
        for (int token = 0; token + 1 < tokens; token++) {
            spans.add(span(weights, token * frames, first[token], first[token + 1]));
        }
        return spans;
    }

    /** The path covers every frame; where nothing was written for long, the token keeps what it looked at most. */
    private static Span span(float[] weights, int row, int from, int to) {
        if (to - from <= LONGEST) {
            return new Span(from * FRAME, to * FRAME);
        }
        int peak = from;
        for (int frame = from; frame < to; frame++) {
            if (weights[row + frame] > weights[row + peak]) {
                peak = frame;
            }
        }
        return new Span(Math.max(from, peak - BEFORE_PEAK) * FRAME, Math.min(to, peak + LONGEST - BEFORE_PEAK) * FRAME);
    }
}
