package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.whispernotes.runtime.Json;

/** The bytes of the tokens of a byte-level BPE vocabulary as GPT-2 writes it: each character stands for one byte. */
final class TokenBytes {

    private static final String END_OF_TEXT = "<|endoftext|>";

    private final List<String> tokens;
    private final Map<Character, Byte> bytes = new HashMap<>();

    TokenBytes(Path json) throws IOException {
        this.tokens = List.of(Json.read(Files.readAllBytes(json), String[].class));
        if (endOfText() < 0) {
            throw new IOException(json + " is not a Whisper vocabulary: it has no " + END_OF_TEXT);
        }
        // Printable bytes stand for themselves, the others are moved beyond 255 in order.
        int moved = 0;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            bytes.put((char) (printable ? b : 256 + moved++), (byte) b);
        }
    }

    int endOfText() {
        return tokens.indexOf(END_OF_TEXT);
    }

    /** The bytes of a text token. */
    byte[] bytes(int token) {
        String characters = tokens.get(token);
        byte[] result = new byte[characters.length()];
        for (int i = 0; i < result.length; i++) {
            Byte decoded = bytes.get(characters.charAt(i));
            if (decoded == null) {
                throw new IllegalStateException("token " + token + " of the vocabulary is not byte-level BPE");
            }
            result[i] = decoded;
        }
        return result;
    }
}
