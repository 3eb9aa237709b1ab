package org.whispernotes.transcriber.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.whispernotes.model.work.Plan.Chunk;
import org.whispernotes.model.work.Plan.Span;

/**
 * Gathers stretches of speech into chunks. Chunks begin and end with speech, so every cut lies in silence; the first is
 * short and each next one twice as long, up to the longest. All but the first end where what a recogniser hears at once is
 * full: a window that is half empty costs it as much as a full one.
 */
final class ChunkPlanner {

    /** Of longer pauses a recogniser hears no more than this. */
    private static final double COUNTED_PAUSE = 1;
    /** Where hardly anybody speaks a chunk ends after so many times its length: its text is waited for. */
    private static final double LONGEST_SHARE = 4;

    private final double longest;
    private final double fullWindow;
    private final Consumer<Chunk> planned;
    private final List<Span> speech = new ArrayList<>();
    /** Seconds of speech and short pauses. */
    private double length;
    /** Those in the last window. */
    private double window;

    private double target;
    private int index;

    /** @param window what a recogniser hears at once */
    ChunkPlanner(ActivitySettings settings, Duration window, Consumer<Chunk> planned) {
        this.target = ActivitySettings.seconds(settings.firstChunk());
        this.longest = ActivitySettings.seconds(settings.maxChunk());
        this.fullWindow = ActivitySettings.seconds(window);
        this.planned = planned;
    }

    void accept(Span span) {
        if (!speech.isEmpty()) {
            double pause = Math.min(span.start() - speech.get(speech.size() - 1).end(), COUNTED_PAUSE);
            boolean windowFull = window + pause + span.duration() > fullWindow;
            boolean full = target < fullWindow
                    ? length + pause + span.duration() > target
                    : windowFull && length + fullWindow > target;
            if (full || span.end() - speech.get(0).start() > LONGEST_SHARE * target) {
                close();
            } else {
                length += pause;
                window = windowFull ? 0 : window + pause;
            }
        }
        length += span.duration();
        window += span.duration();
        speech.add(span);
    }

    void finish() {
        if (!speech.isEmpty()) {
            close();
        }
    }

    private void close() {
        planned.accept(new Chunk(
                index, speech.get(0).start(), speech.get(speech.size() - 1).end(), speech));
        index++;
        target = Math.min(longest, 2 * target);
        speech.clear();
        length = 0;
        window = 0;
    }
}
