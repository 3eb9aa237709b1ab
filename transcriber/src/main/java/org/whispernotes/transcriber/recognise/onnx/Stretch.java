package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.align.Silences;
import org.whispernotes.transcriber.align.Span;
import org.whispernotes.transcriber.align.phone.SoundBands;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/** At most 30 s of a window: what is read in one go, or in several from where the last timestamp left off. */
final class Stretch {

    private final Request request;
    private final int window;
    private final float[] samples;
    private final double start;
    private final int to;
    private final List<RecognisedSegment> segments = new ArrayList<>();
    private final boolean again;
    private int from;
    private @Nullable Language language;
    private @Nullable List<Span> silences;
    private SoundBands sound = new SoundBands(0, new float[0]);
    private double noSpeechProbability = Double.NaN;

    /** A language with its probability, 0..1. */
    record Language(String code, double probability) {}

    /** Samples {@code from} to {@code to} of a window of the request. */
    Stretch(Request request, int window, int from, int to) {
        this(request, window, from, to, false);
    }

    private Stretch(Request request, int window, int from, int to, boolean again) {
        this.again = again;
        this.request = request;
        this.window = window;
        this.from = from;
        this.to = to;
        SpeechWindow speech = request.windows().get(window);
        this.samples = speech.samples();
        this.start = speech.start();
    }

    /** A part of this stretch to be read by itself, because nothing was written for it. */
    Stretch part(int start, int end) {
        return new Stretch(request, window, start, end, true);
    }

    /** Whether this is such a part. */
    boolean isAgain() {
        return again;
    }

    Request request() {
        return request;
    }

    int window() {
        return window;
    }

    float[] samples() {
        return samples;
    }

    int from() {
        return from;
    }

    int remaining() {
        return to - from;
    }

    /** Seconds in the recording at which the rest begins. */
    double position() {
        return start + (double) from / SpeechWindow.SAMPLE_RATE;
    }

    /** Seconds in the recording at which the stretch ends. */
    double end() {
        return start + (double) to / SpeechWindow.SAMPLE_RATE;
    }

    void advance(int read) {
        from = Math.min(to, from + read);
        silences = null;
    }

    @Nullable
    Language language() {
        return language;
    }

    void language(Language heard) {
        language = heard;
    }

    /** Pauses of the rest, seconds from where it begins. */
    List<Span> silences() {
        List<Span> found = silences;
        if (found == null) {
            found = Silences.find(samples, from, remaining());
            silences = found;
        }
        return found;
    }

    /** What the rest sounds like; nothing before it was encoded. */
    SoundBands sound() {
        return sound;
    }

    void sound(SoundBands encoded) {
        sound = encoded;
    }

    /** The first passage's counts; later ones only add text. */
    void heard(double noSpeech, List<RecognisedSegment> more) {
        if (Double.isNaN(noSpeechProbability)) {
            noSpeechProbability = noSpeech;
        }
        segments.addAll(more);
    }

    double noSpeechProbability() {
        return noSpeechProbability;
    }

    List<RecognisedSegment> segments() {
        return segments;
    }
}
