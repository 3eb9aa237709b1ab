package org.whispernotes.transcriber.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.whispernotes.model.work.Plan.Chunk;
import org.whispernotes.model.work.Plan.Span;

/**
 * Gathers stretches of speech into chunks. Chunks begin and end with speech, so every cut lies in silence; the first is
 * short and each next one twice as long, up to the longest.
 */
final class ChunkPlanner {

    private final double longest;
    private final Consumer<Chunk> planned;
    private final List<Span> speech = new ArrayList<>();
    private double target;
    private int index;

    ChunkPlanner(ActivitySettings settings, Consumer<Chunk> planned) {
        this.target = ActivitySettings.seconds(settings.firstChunk());
        this.longest = ActivitySettings.seconds(settings.maxChunk());
        this.planned = planned;
    }

    void accept(Span span) {
        if (!speech.isEmpty() && span.end() - speech.get(0).start() > target) {
            close();
        }
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
    }
}
