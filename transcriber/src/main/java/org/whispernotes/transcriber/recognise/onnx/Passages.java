package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text with timestamps at the places where one segment ends and the next begins, and says how far it was read
 * (Whisper's {@code transcribe.py}). Text after the last complete segment is left to be read again.
 *
 * @param passages in order; tokens are indices into the text
 * @param readSeconds from where to read on; the whole length when nothing is left
 */
record Passages(List<Passage> passages, double readSeconds) {

    /**
     * Tokens between two timestamps.
     *
     * @param start seconds from the start of what was read
     * @param end likewise
     */
    record Passage(double start, double end, List<Decoded.Token> tokens) {}

    static Passages of(List<Decoded.Token> tokens, Vocabulary vocabulary, double seconds) {
        List<Passage> passages = new ArrayList<>();
        List<Decoded.Token> text = new ArrayList<>();
        double start = 0;
        double last = 0;
        boolean open = false;
        for (Decoded.Token token : tokens) {
            if (vocabulary.isText(token.id())) {
                text.add(token);
                open = true;
            } else if (vocabulary.isTimestamp(token.id())) {
                double at = Math.min(seconds, (token.id() - vocabulary.firstTimestamp()) * Vocabulary.TIMESTAMP);
                if (open) {
                    passages.add(new Passage(start, Math.max(start, at), List.copyOf(text)));
                    text.clear();
                    open = false;
                    last = at;
                }
                start = at;
            }
        }
        if (open && passages.isEmpty()) {
            return new Passages(List.of(new Passage(start, seconds, List.copyOf(text))), seconds);
        }
        boolean unfinished = open && last > 0;
        return new Passages(passages, unfinished || endsInPair(tokens, vocabulary) ? positive(last, seconds) : seconds);
    }

    private static double positive(double last, double seconds) {
        return last > 0 ? last : seconds;
    }

    /** Two timestamps at the very end announce more; one, or none, says that this was all. */
    private static boolean endsInPair(List<Decoded.Token> tokens, Vocabulary vocabulary) {
        int size = tokens.size();
        boolean ended = size > 0 && tokens.get(size - 1).id() == vocabulary.end();
        int end = ended ? size - 1 : size;
        return end >= 2
                && vocabulary.isTimestamp(tokens.get(end - 1).id())
                && vocabulary.isTimestamp(tokens.get(end - 2).id());
    }
}
