package org.whispernotes.transcriber.recognise.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.whispernotes.transcriber.align.Span;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/**
 * Finds sound for which nothing was written: Whisper sometimes ends in the middle of a window, begins there, or writes
 * one sentence of many. What was left out is read once more by itself.
 */
final class Unwritten {

    /** Seconds of sound without a word, at the beginning or the end. */
    private static final double ENOUGH = 3;
    /** Bytes of UTF-8 per second of sound; speech has two or three times as many in any script. */
    private static final double SPARSE = 5;
    /** Seconds of sound from which on so little text is suspicious. */
    private static final double SPARSE_FROM = 8;

    private Unwritten() {}

    /** Whether the text is far too short for what there is to hear. */
    static boolean isSparse(Stretch stretch, Decoded decoded) {
        if (stretch.isAgain()) {
            return false;
        }
        double seconds = (double) stretch.remaining() / SpeechWindow.SAMPLE_RATE;
        double sound = sound(stretch.silences(), 0, seconds);
        int bytes = decoded.text().getBytes(StandardCharsets.UTF_8).length;
        return sound >= SPARSE_FROM && bytes < SPARSE * sound;
    }

    /** Both halves, cut at a quiet moment. */
    static List<Stretch> halves(Stretch stretch) {
        int middle = StretchCutter.quietMoment(stretch.samples(), stretch.from(), stretch.remaining());
        return List.of(
                stretch.part(stretch.from(), middle), stretch.part(middle, stretch.from() + stretch.remaining()));
    }

    /** What was left out before the first segment and after the last. */
    static List<Stretch> ends(Stretch stretch, List<RecognisedSegment> segments) {
        if (stretch.isAgain() || segments.isEmpty()) {
            return List.of();
        }
        List<Span> silences = stretch.silences();
        double first = segments.get(0).start() - stretch.position();
        double last = segments.get(segments.size() - 1).end() - stretch.position();
        double seconds = (double) stretch.remaining() / SpeechWindow.SAMPLE_RATE;
        List<Stretch> parts = new ArrayList<>();
        if (sound(silences, 0, first) >= ENOUGH) {
            parts.add(stretch.part(stretch.from(), stretch.from() + samples(first)));
        }
        if (sound(silences, last, seconds) >= ENOUGH) {
            parts.add(stretch.part(stretch.from() + samples(last), stretch.from() + stretch.remaining()));
        }
        return parts;
    }

    private static int samples(double seconds) {
        return (int) (seconds * SpeechWindow.SAMPLE_RATE);
    }

    private static double sound(List<Span> silences, double from, double to) {
        double sound = to - from;
        for (Span silence : silences) {
            sound -= Math.max(0, Math.min(to, silence.end()) - Math.max(from, silence.start()));
        }
        return sound;
    }
}
