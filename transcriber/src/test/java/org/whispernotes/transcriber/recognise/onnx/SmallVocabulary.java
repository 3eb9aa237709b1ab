package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A vocabulary in Whisper's order: bytes, a few words, special tokens, two languages, timestamps. */
final class SmallVocabulary {

    private SmallVocabulary() {}

    static Vocabulary of(String... words) {
        List<String> tokens = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            tokens.add(String.valueOf(ByteAlphabet.toCharacter((byte) value)));
        }
        for (String word : words) {
            tokens.add(word.replace(' ', '\u0120'));
        }
        tokens.addAll(List.of(
                "<|endoftext|>",
                "<|startoftranscript|>",
                "<|en|>",
                "<|de|>",
                "<|translate|>",
                "<|transcribe|>",
                "<|startoflm|>",
                "<|startofprev|>",
                "<|nospeech|>",
                "<|notimestamps|>"));
        for (int i = 0; i <= 1500; i++) {
            tokens.add(String.format(Locale.ROOT, "<|%.2f|>", i * 0.02));
        }
        return new Vocabulary(tokens, 51865);
    }
}
