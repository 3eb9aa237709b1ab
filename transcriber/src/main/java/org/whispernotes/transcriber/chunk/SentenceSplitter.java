package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.RecognisedWord;

/**
 * Splits what a recogniser hands over into sentences or less. Where words have times the pieces have theirs; else a
 * piece gets the share of the time that it has of the characters.
 */
final class SentenceSplitter {

    /** Abbreviations whose dot ends no sentence. */
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "no.", "nr.", "z.b.", "bzw.");

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?…。！？]+[\"'”’»)\\]]*$");
    private static final Pattern CLAUSE_END = Pattern.compile("[,;:，、]$");
    private static final Pattern TOKEN = Pattern.compile("[^\\s。！？]+[。！？]*|[。！？]+");

    /** A pause inside a segment that is better a boundary. */
    private static final double LONG_PAUSE = 1.5;

    private final int maxCharacters;

    SentenceSplitter(int maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    List<RecognisedSegment> split(RecognisedSegment segment) {
        List<RecognisedWord> words = segment.words().isEmpty() ? spread(segment) : segment.words();
        boolean timed = !segment.words().isEmpty();
        List<RecognisedSegment> pieces = new ArrayList<>();
        int from = 0;
        int textFrom = 0;
        int textTo = 0;
        for (int i = 0; i < words.size(); i++) {
            // Cut out of the text itself: not every script puts blanks between words.
            int found = segment.text().indexOf(words.get(i).word(), textTo);
            textTo = found < 0 ? textTo : found + words.get(i).word().length();
            boolean last = i == words.size() - 1;
            if (last || endsAfter(words, from, i, timed)) {
                String text =
                        segment.text().substring(textFrom, last ? segment.text().length() : textTo);
                pieces.add(piece(segment, text.strip(), words.subList(from, i + 1), timed));
                from = i + 1;
                textFrom = textTo;
            }
        }
        return pieces;
    }

    private boolean endsAfter(List<RecognisedWord> words, int from, int at, boolean timed) {
        String word = words.get(at).word();
        if (isSentenceEnd(word)) {
            return true;
        }
        if (timed && words.get(at + 1).start() - words.get(at).end() > LONG_PAUSE) {
            return true;
        }
        int length = length(words.subList(from, at + 1));
        int withNext = length + 1 + words.get(at + 1).word().length();
        boolean clause = CLAUSE_END.matcher(word).find() && length > maxCharacters / 2;
        return withNext > maxCharacters || (clause && restIsLong(words, at));
    }

    /** Whether what follows up to the sentence's end would not fit any more. */
    private boolean restIsLong(List<RecognisedWord> words, int at) {
        int length = 0;
        for (int i = at + 1; i < words.size() && !isSentenceEnd(words.get(i).word()); i++) {
            length += words.get(i).word().length() + 1;
        }
        return length > maxCharacters / 2;
    }

    private static boolean isSentenceEnd(String word) {
        return SENTENCE_END.matcher(word).find() && !ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static int length(List<RecognisedWord> words) {
        return words.stream().mapToInt(w -> w.word().length() + 1).sum() - 1;
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
