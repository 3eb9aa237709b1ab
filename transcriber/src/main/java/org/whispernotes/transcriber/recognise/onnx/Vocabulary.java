package org.whispernotes.transcriber.recognise.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whisper's tokens: GPT-2's byte-level pairs, followed by special tokens, languages and timestamps of 20 ms.
 *
 * @see VocabularyFile
 */
final class Vocabulary {

    /** Seconds that one timestamp token stands for. */
    static final double TIMESTAMP = 0.02;

    private static final int TIMESTAMPS = 1501;
    private static final int SMALLEST_MULTILINGUAL = 51865;

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> languages = new LinkedHashMap<>();
    private final boolean multilingual;
    private final int end;
    private final int start;
    private final int noTimestamps;

    /** The size is the model's: it tells the English-only vocabulary from the multilingual one. */
    Vocabulary(List<String> tokens, int size) {
        this.tokens = List.copyOf(tokens);
        for (int id = 0; id < tokens.size(); id++) {
            ids.putIfAbsent(tokens.get(id), id);
        }
        multilingual = size >= SMALLEST_MULTILINGUAL;
        end = id("<|endoftext|>");
        start = id("<|startoftranscript|>");
        noTimestamps = id("<|notimestamps|>");
        for (int id = start + 1; id < id("<|translate|>"); id++) {
            languages.put(tokens.get(id).replaceAll("[<|>]", ""), id);
        }
    }

    int end() {
        return end;
    }

    int start() {
        return start;
    }

    int noTimestamps() {
        return noTimestamps;
    }

    int firstTimestamp() {
        return noTimestamps + 1;
    }

    int afterTimestamps() {
        return firstTimestamp() + TIMESTAMPS;
    }

    int previous() {
        return id("<|startofprev|>");
    }

    int task(boolean translate) {
        return id(translate ? "<|translate|>" : "<|transcribe|>");
    }

    /** The token that stands for silence: {@code <|nospeech|>}, in older files {@code <|nocaptions|>}. */
    int noSpeech() {
        return noTimestamps - 1;
    }

    boolean isMultilingual() {
        return multilingual;
    }

    boolean isTimestamp(int token) {
        return token > noTimestamps;
    }

    boolean isText(int token) {
        return token < end;
    }

    /** Language codes with their tokens. */
    Map<String, Integer> languages() {
        return languages;
    }

    /** The language's token, or null where the model doesn't know it. */
    @Nullable
    Integer language(String code) {
        return languages.get(code);
    }

    /** The bytes of a text token. */
    byte[] bytes(int token) {
        String coded = tokens.get(token);
        byte[] bytes = new byte[coded.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ByteAlphabet.toByte(coded.charAt(i));
        }
        return bytes;
    }

    /** The text of the tokens; special ones are left out. */
    String text(Iterable<Integer> written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : written) {
            if (isText(token)) {
                bytes.writeBytes(bytes(token));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The id of a coded piece, or null where no token is exactly that. */
    @Nullable
    Integer find(String coded) {
        Integer id = ids.get(coded);
        return id == null || id >= end ? null : id;
    }

    private int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + token);
        }
        return id;
    }
}
