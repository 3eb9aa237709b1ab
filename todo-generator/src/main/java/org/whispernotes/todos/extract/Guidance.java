package org.whispernotes.todos.extract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants beyond the talk itself.
 *
 * @param language ISO 639-1 code of the output; null is the language of the talk
 * @param instructions extra instructions; null for none
 * @param vocabulary names and terms, spelled as they should be
 */
public record Guidance(@Nullable String language, @Nullable String instructions, List<String> vocabulary) {

    public Guidance {
        vocabulary = List.copyOf(vocabulary);
    }

    public static Guidance none() {
        return new Guidance(null, null, List.of());
    }
}
