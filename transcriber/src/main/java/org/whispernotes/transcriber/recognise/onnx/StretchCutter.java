package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/** Cuts a window that is longer than the encoder's into stretches, each time at the quietest moment of the last third. */
final class StretchCutter {

    private static final int QUIET = SpeechWindow.SAMPLE_RATE / 10;
    private static final int HOP = QUIET / 4;

    private StretchCutter() {}

    static List<Stretch> cut(Request request, int window, int longest) {
        float[] samples = request.windows().get(window).samples();
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        while (samples.length - from > longest) {
            int to = quietest(samples, from + longest * 2 / 3, from + longest - QUIET) + QUIET / 2;
            stretches.add(new Stretch(request, window, from, to));
            from = to;
        }
        stretches.add(new Stretch(request, window, from, samples.length));
        return stretches;
    }

    /** A quiet moment in the middle third. */
    static int quietMoment(float[] samples, int from, int length) {
        return quietest(samples, from + length / 3, from + length * 2 / 3 - QUIET) + QUIET / 2;
    }

    private static int quietest(float[] samples, int first, int last) {
        int best = first;
        double least = Double.MAX_VALUE;
        for (int start = first; start <= last; start += HOP) {
            double energy = 0;
            for (int i = start; i < start + QUIET; i++) {
                energy += samples[i] * samples[i];
            }
            if (energy < least) {
                least = energy;
                best = start;
            }
        }
        return best;
    }
}
