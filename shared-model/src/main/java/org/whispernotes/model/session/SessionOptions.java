package org.whispernotes.model.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a recording is to be processed. Everything is optional: null or empty means the server's default.
 *
 * @param language ISO 639-1 code of the speech; null detects it
 * @param task {@code transcribe} or {@code translate} (to English)
 * @param speakers what is known about the number of speakers
 * @param prompt text that sets spelling and style
 * @param hotwords names and terms likely to be said; also how the todos spell them
 * @param model catalogue name of the speech model
 * @param todosEngine {@code auto}, {@code endpoint}, {@code gguf} or {@code embedded}
 * @param todosModel model name for that engine
 * @param todosInstructions extra instructions for the todo generator, {@value #LONGEST_INSTRUCTIONS} characters at most
 * @param todosLanguage ISO 639-1 code of the todos and the summary; null is the language of the talk
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionOptions(
        @Nullable String language,
        @Nullable String task,
        @Nullable SpeakerHint speakers,
        @Nullable String prompt,
        @Nullable List<String> hotwords,
        @Nullable String model,
        @Nullable String todosEngine,
        @Nullable String todosModel,
        @Nullable String todosInstructions,
        @Nullable String todosLanguage) {

    private static final Set<String> TODO_ENGINES = Set.of("auto", "endpoint", "gguf", "embedded");
    private static final int LONGEST_INSTRUCTIONS = 2000;

    public SessionOptions {
        if (task != null && !task.equals("transcribe") && !task.equals("translate")) {
            throw new IllegalArgumentException("task must be 'transcribe' or 'translate', not '" + task + "'");
        }
        if (todosEngine != null && !TODO_ENGINES.contains(todosEngine)) {
            throw new IllegalArgumentException(
                    "todosEngine must be 'auto', 'endpoint', 'gguf' or 'embedded', not '" + todosEngine + "'");
        }
        if (todosInstructions != null && todosInstructions.length() > LONGEST_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "todosInstructions must have " + LONGEST_INSTRUCTIONS + " characters at most");
        }
        if (todosLanguage != null && !todosLanguage.matches("[a-z]{2}")) {
            throw new IllegalArgumentException(
                    "todosLanguage must be a code of two letters such as 'de', not '" + todosLanguage + "'");
        }
        hotwords = hotwords == null ? null : List.copyOf(hotwords);
    }

    public static SessionOptions defaults() {
        return new SessionOptions(null, null, null, null, null, null, null, null, null, null);
    }
}
