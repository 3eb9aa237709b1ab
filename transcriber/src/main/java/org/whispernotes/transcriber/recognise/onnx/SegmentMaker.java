package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.align.SentenceCut;
import org.whispernotes.transcriber.align.Span;
import org.whispernotes.transcriber.align.WordEdges;
import org.whispernotes.transcriber.align.phone.PhoneAligner;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;
import org.whispernotes.transcriber.recognise.RecognitionOptions;

/** From a decoded text to segments with times: by Whisper's own timestamps, or by words and sentences. */
final class SegmentMaker {

    private final Vocabulary vocabulary;
    private final WordSplitter splitter;
    private final WordTimer timer;
    private final @Nullable PhoneAligner aligner;
    private final SentenceCut cut = SentenceCut.subtitles();

    /** @param aligner betters word times where there is one and it knows the language */
    SegmentMaker(Vocabulary vocabulary, WordTimer timer, @Nullable PhoneAligner aligner) {
        this.vocabulary = vocabulary;
        this.splitter = new WordSplitter(vocabulary);
        this.timer = timer;
        this.aligner = aligner;
    }

    /** A word with the tokens that it was written with. */
    private record Timed(RecognisedWord word, String text, List<Decoded.Token> tokens) {}

    /** Segments of a text without timestamps, cut at sentence ends. */
    List<RecognisedSegment> bySentence(Stretch stretch, Decoded decoded, int row, String language) throws OrtException {
        List<Timed> timed = timed(stretch, decoded, row, language);
        List<RecognisedWord> words = timed.stream().map(Timed::word).toList();
        List<RecognisedSegment> segments = new ArrayList<>();
        int from = 0;
        for (int length : cut.cut(words)) {
            segments.add(segment(timed.subList(from, from + length), decoded, stretch));
            from += length;
        }
        return segments;
    }

    /** One segment for each passage between timestamps. */
    List<RecognisedSegment> byTimestamps(
            Stretch stretch, Decoded decoded, List<Passages.Passage> passages, int row, String language)
            throws OrtException {
        boolean wordTimes = stretch.request().options().wordTimes();
        List<Timed> timed = wordTimes ? timed(stretch, decoded, row, language) : List.of();
        List<RecognisedSegment> segments = new ArrayList<>();
        int next = 0;
        for (Passages.Passage passage : passages) {
            List<RecognisedWord> words = new ArrayList<>();
            for (int tokens = 0;
                    next < timed.size() && tokens < passage.tokens().size();
                    next++) {
                words.add(timed.get(next).word());
                tokens += timed.get(next).tokens().size();
            }
            String text = text(passage.tokens());
            if (!text.isEmpty()) {
                double start = words.isEmpty()
                        ? stretch.position() + passage.start()
                        : words.get(0).start();
                double end = words.isEmpty()
                        ? stretch.position() + passage.end()
                        : words.get(words.size() - 1).end();
                segments.add(new RecognisedSegment(
                        start,
                        end,
                        text,
                        words,
                        mean(passage.tokens()),
                        decoded.compressionRatio(),
                        decoded.temperature()));
            }
        }
        return segments;
    }

    private RecognisedSegment segment(List<Timed> timed, Decoded decoded, Stretch stretch) {
        StringBuilder text = new StringBuilder();
        List<RecognisedWord> words = new ArrayList<>();
        List<Decoded.Token> tokens = new ArrayList<>();
        for (Timed word : timed) {
            text.append(word.text());
            words.add(word.word());
            tokens.addAll(word.tokens());
        }
        return new RecognisedSegment(
                words.get(0).start(),
                words.get(words.size() - 1).end(),
                text.toString().strip(),
                stretch.request().options().wordTimes() ? List.copyOf(words) : List.of(),
                mean(tokens),
                decoded.compressionRatio(),
                decoded.temperature());
    }

    private List<Timed> timed(Stretch stretch, Decoded decoded, int row, String language) throws OrtException {
        List<Decoded.Token> tokens = new ArrayList<>(decoded.tokens().stream()
                .filter(token -> vocabulary.isText(token.id()))
                .toList());
        if (tokens.isEmpty()) {
            return List.of();
        }
        List<Integer> ids = tokens.stream().map(Decoded.Token::id).toList();
        Decoded.Token last = decoded.tokens().get(decoded.tokens().size() - 1);
        int frames = Math.max(1, stretch.remaining() / Encoder.FRAME);
        List<Decoded.Token> asked = new ArrayList<>(tokens);
        asked.add(last);
        List<Span> spans = timer.time(row, frames, asked);
        List<WordSplitter.Group> groups = splitter.split(ids, language);
        List<Span> seen = groups.stream()
                .map(group -> new Span(
                        spans.get(group.from()).start(),
                        spans.get(group.to() - 1).end()))
                .toList();
        List<Span> refined = heard(stretch, groups, refined(stretch, groups, seen), language);
        List<Timed> timed = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            WordSplitter.Group group = groups.get(i);
            List<Decoded.Token> own = tokens.subList(group.from(), group.to());
            double score = own.stream()
                    .mapToDouble(Decoded.Token::probability)
                    .average()
                    .orElse(0);
            RecognisedWord word = new RecognisedWord(
                    group.text().strip(),
                    stretch.position() + refined.get(i).start(),
                    stretch.position() + refined.get(i).end(),
                    score);
            timed.add(new Timed(word, group.text(), own));
        }
        return timed;
    }

    private static List<Span> refined(Stretch stretch, List<WordSplitter.Group> words, List<Span> seen) {
        List<Integer> lengths = words.stream()
                .map(word -> (int)
                        word.text().chars().filter(Character::isLetterOrDigit).count())
                .toList();
        return WordEdges.refine(seen, lengths, stretch.silences(), stretch.end() - stretch.position());
    }

    /** By their sounds, where those are known. What is translated sounds otherwise than it is written. */
    private List<Span> heard(Stretch stretch, List<WordSplitter.Group> words, List<Span> rough, String language) {
        if (aligner == null
                || !aligner.knows(language)
                || stretch.request().options().task() == RecognitionOptions.Task.TRANSLATE) {
            return rough;
        }
        List<String> texts = words.stream().map(WordSplitter.Group::text).toList();
        return aligner.align(stretch.sound(), texts, rough);
    }

    private String text(List<Decoded.Token> tokens) {
        return vocabulary.text(tokens.stream().map(Decoded.Token::id).toList()).strip();
    }

    private static double mean(List<Decoded.Token> tokens) {
        return tokens.stream()
                .mapToDouble(Decoded.Token::logProbability)
                .average()
                .orElse(Double.NaN);
    }
}
