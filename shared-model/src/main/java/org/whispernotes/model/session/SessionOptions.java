package org.whispernotes.model.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a recording is to be processed. Everything is optional: null or empty means the server's default.
 *
 * @param language ISO 639-1 code of the speech; null detects it
 * @param task {@code transcribe} or {@code translate} (to English)
 * @param speakers what is known about the number of speakers
 * @param prompt text that sets spelling and style
 * @param hotwords names and terms likely to be said
 * @param model catalogue name of the speech model
 * @param todosEngine {@code auto}, {@code endpoint}, {@code gguf} or {@code embedded}
 * @param todosModel model name for that engine
 * @param todosInstructions extra instructions for the todo generator
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
        @Nullable String todosInstructions) {

    public SessionOptions {
        if (task != null && !task.equals("transcribe") && !task.equals("translate")) {
            throw new IllegalArgumentException("task must be 'transcribe' or 'translate', not '" + task + "'");
        }
        hotwords = hotwords == null ? null : List.copyOf(hotwords);
    }

    public static SessionOptions defaults() {
        return new SessionOptions(null, null, null, null, null, null, null, null, null);
    }
}
