package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.model.work.Plan.Span;

/**
 * Gathers neighbouring stretches of speech into windows: a recogniser understands more with more context, and a full
 * window costs it no more than a short one.
 */
final class SpeechWindows {

    private final double longest;
    private final double longestPause;

    SpeechWindows(ChunkSettings settings) {
        this.longest = settings.maxWindow().toMillis() / 1000.0;
        this.longestPause = settings.maxPause().toMillis() / 1000.0;
    }

    /**
     * @param speech in time order
     * @param shorten whether longer pauses may be shortened to fill windows; else they end one
     */
    List<PackedWindow> of(List<Span> speech, boolean shorten) {
        List<PackedWindow> windows = new ArrayList<>();
        List<Span> pieces = new ArrayList<>();
        double length = 0;
        for (Span span : speech) {
            double pause = pieces.isEmpty() ? 0 : span.start() - last(pieces).end();
            double longer = Math.min(pause, longestPause) + span.duration();
            if (!pieces.isEmpty() && (length + longer > longest || (pause > longestPause && !shorten))) {
                windows.add(new PackedWindow(pieces, longestPause / 2));
                pieces.clear();
                length = 0;
                longer = span.duration();
            }
            length += longer;
            append(pieces, span);
        }
        if (!pieces.isEmpty()) {
            windows.add(new PackedWindow(pieces, longestPause / 2));
        }
        return windows;
    }

    /** A pause that is too long loses its middle. */
    private void append(List<Span> pieces, Span span) {
        if (pieces.isEmpty()) {
            pieces.add(span);
            return;
        }
        Span before = last(pieces);
        if (span.start() - before.end() <= longestPause) {
            pieces.set(pieces.size() - 1, new Span(before.start(), span.end()));
        } else {
            pieces.set(pieces.size() - 1, new Span(before.start(), before.end() + longestPause / 2));
            pieces.add(new Span(span.start() - longestPause / 2, span.end()));
        }
    }

    private static Span last(List<Span> pieces) {
        return pieces.get(pieces.size() - 1);
    }
}
