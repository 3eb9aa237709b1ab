package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whispernotes.transcriber.align.SentenceCut;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;

/**
 * Splits what a recogniser hands over into sentences or less. Where words have times the pieces have theirs; else a
 * piece gets the share of the time that it has of the characters.
 */
final class SentenceSplitter {

    private static final Pattern TOKEN = Pattern.compile("[^\\s。！？]+[。！？]*|[。！？]+");

    /** A pause inside a segment that is better a boundary. */
    private static final double LONG_PAUSE = 1.5;

    private final SentenceCut cut;

    SentenceSplitter(int maxCharacters) {
        this.cut = new SentenceCut(maxCharacters, Double.MAX_VALUE, LONG_PAUSE);
    }

    List<RecognisedSegment> split(RecognisedSegment segment) {
        List<RecognisedWord> words = segment.words().isEmpty() ? spread(segment) : segment.words();
        boolean timed = !segment.words().isEmpty();
        List<RecognisedSegment> pieces = new ArrayList<>();
        int from = 0;
        int textFrom = 0;
        for (int length : cut.cut(words)) {
            int to = from + length;
            // Cut out of the text itself: not every script puts blanks between words.
            int textTo = to == words.size()
                    ? segment.text().length()
                    : endOf(words.subList(from, to), segment.text(), textFrom);
            String text = segment.text().substring(textFrom, textTo).strip();
            pieces.add(piece(segment, text, words.subList(from, to), timed));
            from = to;
            textFrom = textTo;
        }
        return pieces;
    }

    /** Where in the text the words end that begin at the index or later. */
    private static int endOf(List<RecognisedWord> words, String text, int from) {
        int end = from;
        for (RecognisedWord word : words) {
            int found = text.indexOf(word.word(), end);
            end = found < 0 ? end : found + word.word().length();
        }
        return end;
    }

    private static RecognisedSegment piece(
            RecognisedSegment whole, String text, List<RecognisedWord> words, boolean timed) {
        return new RecognisedSegment(
                words.get(0).start(),
                words.get(words.size() - 1).end(),
                text,
                timed ? words : List.of(),
                whole.averageLogProbability(),
                whole.compressionRatio(),
                whole.temperature());
    }

    /** The text's words, each with its share of the time. */
    private static List<RecognisedWord> spread(RecognisedSegment segment) {
        double perCharacter =
                (segment.end() - segment.start()) / Math.max(1, segment.text().length());
        List<RecognisedWord> words = new ArrayList<>();
        Matcher token = TOKEN.matcher(segment.text());
        while (token.find()) {
            words.add(new RecognisedWord(
                    token.group(),
                    segment.start() + token.start() * perCharacter,
                    segment.start() + token.end() * perCharacter,
                    0));
        }
        return words;
    }
}
