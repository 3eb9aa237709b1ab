package org.whispernotes.transcriber.recognise.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text to tokens by byte-pair merges. In Whisper's vocabularies a token's id is also its rank, so the pair whose union
 * has the lowest id merges first.
 */
final class TextEncoder {

    private static final Pattern PIECES =
            Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    private final Vocabulary vocabulary;

    TextEncoder(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    List<Integer> encode(String text) {
        List<Integer> tokens = new ArrayList<>();
        Matcher pieces = PIECES.matcher(text);
        while (pieces.find()) {
            merge(pieces.group(), tokens);
        }
        return tokens;
    }

    private void merge(String piece, List<Integer> tokens) {
        List<String> parts = new ArrayList<>();
        for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
            parts.add(String.valueOf(ByteAlphabet.toCharacter(value)));
        }
        while (parts.size() > 1) {
            int best = -1;
            int rank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                Integer id = vocabulary.find(parts.get(i) + parts.get(i + 1));
                if (id != null && id < rank) {
                    rank = id;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        for (String part : parts) {
            Integer id = vocabulary.find(part);
            if (id != null) {
                tokens.add(id);
            }
        }
    }
}
