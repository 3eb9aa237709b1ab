package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.WindowResult;

/**
 * One call's windows on their way through the decoding loop. The loop's thread takes stretches and adds results; the
 * caller's thread takes finished windows and may give up.
 */
final class Request {

    private final List<SpeechWindow> windows;
    private final RecognitionOptions options;
    private final Deque<Stretch> waiting = new ArrayDeque<>();
    private final List<List<Stretch>> finished = new ArrayList<>();
    private final int[] unfinished;
    private final Map<String, Double> languages = new HashMap<>();
    /** Holds at most one entry per window and one failure. */
    private final BlockingQueue<Finished> results = new LinkedBlockingQueue<>();

    private volatile boolean cancelled;

    /** What the caller waits for: a window's result, or why there will be none. */
    record Finished(
            int window,
            @Nullable WindowResult result,
            @Nullable Throwable failure) {}

    Request(List<SpeechWindow> windows, RecognitionOptions options, int longestStretch) {
        this.windows = windows;
        this.options = options;
        this.unfinished = new int[windows.size()];
        for (int window = 0; window < windows.size(); window++) {
            List<Stretch> stretches = StretchCutter.cut(this, window, longestStretch);
            waiting.addAll(stretches);
            unfinished[window] = stretches.size();
            finished.add(new ArrayList<>());
        }
    }

    List<SpeechWindow> windows() {
        return windows;
    }

    RecognitionOptions options() {
        return options;
    }

    BlockingQueue<Finished> results() {
        return results;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Nullable
    Stretch next() {
        return cancelled ? null : waiting.poll();
    }

    boolean hasMore() {
        return !waiting.isEmpty();
    }

    /** A part of a window is to be read once more, next. */
    void again(Stretch part) {
        waiting.addFirst(part);
        unfinished[part.window()]++;
    }

    /** The rest of a stretch is to be read next. */
    void readOn(Stretch stretch) {
        waiting.addFirst(stretch);
    }

    /** A stretch was in this language. */
    void settle(Stretch.Language language) {
        languages.merge(language.code(), language.probability(), Double::sum);
    }

    /** How many stretches were in a language so far, each as much as was sure. */
    double heard(String language) {
        return languages.getOrDefault(language, 0.0);
    }

    boolean isMostHeard(String language) {
        double heard = heard(language);
        return heard > 0 && languages.values().stream().noneMatch(other -> other > heard);
    }

    void finish(Stretch stretch) {
        int window = stretch.window();
        finished.get(window).add(stretch);
        unfinished[window]--;
        if (unfinished[window] == 0) {
            results.add(new Finished(window, result(finished.get(window)), null));
        }
    }

    void fail(Throwable failure) {
        cancelled = true;
        results.add(new Finished(-1, null, failure));
    }

    private static WindowResult result(List<Stretch> stretches) {
        List<RecognisedSegment> segments = new ArrayList<>();
        double noSpeech = 1;
        Stretch.Language language = new Stretch.Language("", 0);
        for (Stretch stretch : stretches) {
            segments.addAll(stretch.segments());
            noSpeech = Math.min(noSpeech, stretch.noSpeechProbability());
            Stretch.Language heard = stretch.language();
            if (heard != null && heard.probability() > language.probability()) {
                language = heard;
            }
        }
        segments.sort((one, other) -> Double.compare(one.start(), other.start()));
        return new WindowResult(List.copyOf(segments), language.code(), language.probability(), noSpeech);
    }
}
