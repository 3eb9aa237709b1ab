package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.UnknownLanguageException;

/** What the decoder is made to read before it writes: context, language, task. */
final class Prompts {

    private final Vocabulary vocabulary;
    private final TextEncoder encoder;
    private final int longestContext;

    Prompts(Vocabulary vocabulary, int longestContext) {
        this.vocabulary = vocabulary;
        this.encoder = new TextEncoder(vocabulary);
        this.longestContext = longestContext;
    }

    /** Longest possible prompt. */
    static int longest(int longestContext) {
        return longestContext + 5;
    }

    /** The start alone, after which the most probable language can be read. */
    int[] forDetection() {
        return new int[] {vocabulary.start()};
    }

    int[] forText(RecognitionOptions options, String language, boolean timestamps) {
        List<Integer> tokens = new ArrayList<>(context(options));
        tokens.add(vocabulary.start());
        if (vocabulary.isMultilingual()) {
            Integer token = vocabulary.language(language);
            if (token == null) {
                throw new UnknownLanguageException(language);
            }
            tokens.add(token);
            tokens.add(vocabulary.task(options.task() == RecognitionOptions.Task.TRANSLATE));
        }
        if (!timestamps) {
            tokens.add(vocabulary.noTimestamps());
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Hotwords first, then the end of the prompt, as much as there is room for. */
    private List<Integer> context(RecognitionOptions options) {
        List<Integer> hotwords = encode(String.join(", ", options.hotwords()));
        List<Integer> kept = hotwords.subList(0, Math.min(hotwords.size(), longestContext / 2));
        List<Integer> prompt = encode(options.prompt() == null ? "" : options.prompt());
        int room = longestContext - kept.size();
        List<Integer> end = prompt.subList(Math.max(0, prompt.size() - room), prompt.size());
        if (kept.isEmpty() && end.isEmpty()) {
            return List.of();
        }
        List<Integer> context = new ArrayList<>();
        context.add(vocabulary.previous());
        context.addAll(kept);
        context.addAll(end);
        return context;
    }

    private List<Integer> encode(String text) {
        return text.isBlank() ? List.of() : encoder.encode(" " + text.strip());
    }
}
