package org.whispernotes.transcriber.align;

/**
 * Dynamic time warping of tokens over frames: the monotone path through a matrix with the greatest sum, where each step
 * goes one token on, one frame on, or both (Whisper's {@code timing.py}).
 */
final class MonotonePath {

    private static final byte BOTH = 0;
    private static final byte TOKEN = 1;
    private static final byte FRAME = 2;

    private MonotonePath() {}

    /**
     * The first frame of each token.
     *
     * @param weights tokens x frames, row by row
     */
    static int[] firstFrames(float[] weights, int tokens, int frames) {
        byte[] steps = new byte[Math.multiplyExact(tokens, frames)];
        float[] previous = new float[frames];
        float[] current = new float[frames];
        for (int t = 0; t < tokens; t++) {
            for (int f = 0; f < frames; f++) {
                float both = t == 0 || f == 0 ? Float.NEGATIVE_INFINITY : previous[f - 1];
                float token = t == 0 ? Float.NEGATIVE_INFINITY : previous[f];
                float frame = f == 0 ? Float.NEGATIVE_INFINITY : current[f - 1];
                float best = 0;
                byte step = BOTH;
                if (both > token && both > frame) {
                    best = both;
                } else if (token > both && token > frame) {
                    best = token;
                    step = TOKEN;
                } else if (t > 0 || f > 0) {
                    best = frame;
                    step = f == 0 ? TOKEN : FRAME;
                    best = f == 0 ? token : best;
                }
                current[f] = best + weights[t * frames + f];
                steps[t * frames + f] = step;
            }
            float[] swap = previous;
            previous = current;
            current = swap;
        }
        return trace(steps, tokens, frames);
    }

    private static int[] trace(byte[] steps, int tokens, int frames) {
        int[] first = new int[tokens];
        int t = tokens - 1;
        int f = frames - 1;
        while (t >= 0 && f >= 0) {
            first[t] = f;
            byte step = t == 0 ? FRAME : f == 0 ? TOKEN : steps[t * frames + f];
            if (step != FRAME) {
                t--;
            }
            if (step != TOKEN) {
                f--;
            }
        }
        return first;
    }
}
