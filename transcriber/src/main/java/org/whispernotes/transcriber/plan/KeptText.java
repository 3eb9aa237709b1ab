package org.whispernotes.transcriber.plan;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;

/** The text of an earlier run as the results of this run's chunks, for a run that only tells the speakers anew. */
final class KeptText {

    private KeptText() {}

    /** One result for each chunk. Each segment goes to the last chunk that begins before it does, or to the first. */
    static List<ChunkResult> spread(Transcript earlier, List<Plan.Chunk> chunks, String workerId) {
        List<List<Segment>> spread = new ArrayList<>();
        chunks.forEach(chunk -> spread.add(new ArrayList<>()));
        if (!chunks.isEmpty()) {
            earlier.segments()
                    .forEach(segment -> spread.get(chunkOf(segment, chunks)).add(withoutSpeaker(segment)));
        }
        List<ChunkResult> results = new ArrayList<>(chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            results.add(new ChunkResult(
                    i,
                    spread.get(i),
                    earlier.language(),
                    earlier.languageProbability(),
                    earlier.engine(),
                    0,
                    workerId));
        }
        return results;
    }

    private static int chunkOf(Segment segment, List<Plan.Chunk> chunks) {
        int chunk = 0;
        while (chunk + 1 < chunks.size() && chunks.get(chunk + 1).start() <= segment.start()) {
            chunk++;
        }
        return chunk;
    }

    private static Segment withoutSpeaker(Segment segment) {
        List<Word> words = segment.words().stream()
                .map(word -> new Word(word.word(), word.start(), word.end(), word.score(), null))
                .toList();
        return new Segment(
                segment.id(),
                segment.start(),
                segment.end(),
                segment.text(),
                null,
                segment.language(),
                segment.confidence(),
                words,
                segment.flags());
    }
}
