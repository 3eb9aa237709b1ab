package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.model.work.Plan.Span;

/**
 * Gathers neighbouring stretches of speech into windows: a recogniser understands more with more context, and pays
 * little for short pauses. The pauses stay in, so that times need no translation.
 */
final class SpeechWindows {

    private final double longest;
    private final double longestPause;

    SpeechWindows(ChunkSettings settings) {
        this.longest = settings.maxWindow().toMillis() / 1000.0;
        this.longestPause = settings.maxPause().toMillis() / 1000.0;
    }

    List<Span> of(List<Span> speech) {
        List<Span> windows = new ArrayList<>();
        for (Span span : speech) {
            Span last = windows.isEmpty() ? null : windows.get(windows.size() - 1);
            if (last != null && span.start() - last.end() <= longestPause && span.end() - last.start() <= longest) {
                windows.set(windows.size() - 1, new Span(last.start(), span.end()));
            } else {
                windows.add(span);
            }
        }
        return windows;
    }
}
