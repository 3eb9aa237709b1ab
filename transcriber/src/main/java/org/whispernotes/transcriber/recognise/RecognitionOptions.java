package org.whispernotes.transcriber.recognise;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to decode.
 *
 * @param language ISO 639-1 code, or null to detect it in each window
 * @param task transcribe, or translate to English
 * @param prompt text that the recording continues from: spelling and style; null for none
 * @param hotwords words likely to be said
 * @param wordTimes whether word times are wanted
 */
public record RecognitionOptions(
        @Nullable String language, Task task, @Nullable String prompt, List<String> hotwords, boolean wordTimes) {

    public enum Task {
        TRANSCRIBE,
        TRANSLATE
    }

    public static RecognitionOptions defaults() {
        return new RecognitionOptions(null, Task.TRANSCRIBE, null, List.of(), true);
    }
}
