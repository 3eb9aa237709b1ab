package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.audio.StoredAudio;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.WindowResult;

/**
 * What is recognised in one go: pieces of the recording in a row, without what lies between them.
 *
 * @param pieces in time order, not overlapping, at least one; seconds in the recording
 * @param pause seconds without speech on both sides of each join
 */
record PackedWindow(List<Span> pieces, double pause) {

    PackedWindow {
        pieces = List.copyOf(pieces);
    }

    SpeechWindow read(StoredAudio audio) {
        if (pieces.size() == 1) {
            Span only = pieces.get(0);
            return new SpeechWindow(only.start(), audio.read(only.start(), only.duration()));
        }
        List<float[]> read = new ArrayList<>(pieces.size());
        int total = 0;
        for (Span piece : pieces) {
            float[] samples = audio.read(piece.start(), piece.duration());
            read.add(samples);
            total += samples.length;
        }
        float[] joined = new float[total];
        int at = 0;
        for (float[] samples : read) {
            System.arraycopy(samples, 0, joined, at, samples.length);
            at += samples.length;
        }
        return new SpeechWindow(pieces.get(0).start(), joined);
    }

    /** Moves times back to where the pieces lie in the recording. */
    WindowResult unpack(WindowResult result) {
        if (pieces.size() == 1) {
            return result;
        }
        List<RecognisedWord> words = new ArrayList<>();
        result.segments().forEach(segment -> words.addAll(segment.words()));
        List<RecognisedSegment> segments = new ArrayList<>();
        int done = 0;
        for (RecognisedSegment segment : result.segments()) {
            List<RecognisedWord> own = new ArrayList<>();
            for (int i = 0; i < segment.words().size(); i++) {
                own.add(unpack(words, done + i));
            }
            done += own.size();
            segments.add(unpack(segment, own));
        }
        return new WindowResult(
                segments, result.language(), result.languageProbability(), result.noSpeechProbability());
    }

    private RecognisedSegment unpack(RecognisedSegment segment, List<RecognisedWord> words) {
        Span whole = words.isEmpty()
                ? new Span(
                        in(pieceAt(segment.start() + pause), segment.start()),
                        in(pieceAt(segment.end() + pause), segment.end()))
                : new Span(words.get(0).start(), words.get(words.size() - 1).end());
        return new RecognisedSegment(
                whole.start(),
                whole.end(),
                segment.text(),
                words,
                segment.averageLogProbability(),
                segment.compressionRatio(),
                segment.temperature());
    }

    /** A word lies in one piece, and not beyond. */
    private RecognisedWord unpack(List<RecognisedWord> words, int index) {
        RecognisedWord word = words.get(index);
        int piece = pieceOf(words, index);
        return new RecognisedWord(word.word(), in(piece, word.start()), in(piece, word.end()), word.score());
    }

    /**
     * The piece that the word's middle lies in. In the pause before a join, where nobody speaks, it is a word that was
     * timed too late or too early: it goes with the one of its neighbours that it is nearer to.
     */
    private int pieceOf(List<RecognisedWord> words, int index) {
        RecognisedWord word = words.get(index);
        double middle = (word.start() + word.end()) / 2;
        int piece = pieceAt(middle);
        if (pieceAt(middle + pause) == piece) {
            return piece;
        }
        double before = index == 0
                ? Double.MAX_VALUE
                : word.start() - words.get(index - 1).end();
        double after = index + 1 == words.size()
                ? Double.MAX_VALUE
                : words.get(index + 1).start() - word.end();
        return after < before ? piece + 1 : piece;
    }

    private int pieceAt(double time) {
        int piece = 0;
        while (piece + 1 < pieces.size() && time >= packedStart(piece + 1)) {
            piece++;
        }
        return piece;
    }

    private double in(int piece, double time) {
        Span span = pieces.get(piece);
        return Math.max(span.start(), Math.min(span.end(), span.start() + time - packedStart(piece)));
    }

    /** Where a piece begins when the pieces before it follow each other from the first one's start. */
    private double packedStart(int piece) {
        double at = pieces.get(0).start();
        for (Span before : pieces.subList(0, piece)) {
            at += before.duration();
        }
        return at;
    }
}
