package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;
import org.whispernotes.transcriber.recognise.WindowResult;

/** From what a recogniser hands over to segments as they are stored: sentences with confidence and doubts. */
final class SegmentBuilder {

    private final SentenceSplitter splitter;
    private final List<Span> speech;

    /** @param speech of the chunk */
    SegmentBuilder(ChunkSettings settings, List<Span> speech) {
        this.splitter = new SentenceSplitter(settings.maxSegmentCharacters());
        this.speech = speech;
    }

    /** @param firstId of the segments; the others follow */
    List<Segment> build(WindowResult window, int firstId) {
        List<Segment> segments = new ArrayList<>();
        for (RecognisedSegment recognised : window.segments()) {
            for (RecognisedSegment piece : splitter.split(recognised)) {
                Double confidence = confidence(piece);
                segments.add(new Segment(
                        firstId + segments.size(),
                        round(piece.start()),
                        round(piece.end()),
                        piece.text(),
                        null,
                        window.language(),
                        confidence,
                        piece.words().stream().map(SegmentBuilder::word).toList(),
                        SegmentDoubts.of(piece, confidence, speech)));
            }
        }
        return segments;
    }

    private static Word word(RecognisedWord word) {
        return new Word(word.word(), round(word.start()), round(word.end()), round(word.score()), null);
    }

    /** Mean over words where they are scored, else what the tokens' probabilities say. */
    private static @Nullable Double confidence(RecognisedSegment segment) {
        double mean = segment.words().stream()
                .mapToDouble(RecognisedWord::score)
                .average()
                .orElse(Math.exp(segment.averageLogProbability()));
        return Double.isNaN(mean) ? null : round(Math.min(1, mean));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
