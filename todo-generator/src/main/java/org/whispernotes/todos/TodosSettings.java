package org.whispernotes.todos;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import org.whispernotes.todos.extract.endpoint.EndpointSettings;
import org.whispernotes.todos.extract.gguf.GgufSettings;

/**
 * {@code notes.todos.*}.
 *
 * @param engine {@code auto}, {@code endpoint}, {@code gguf} or {@code embedded}; a session's own choice goes first
 * @param windowCharacters text in one window at most; about four characters make a token of the model
 * @param windowOverlap lines that neighbouring windows share
 * @param maxAnswerTokens length of one answer of a writing model at most
 * @param slice how long one delivery works before it hands the rest of a long talk to the next delivery
 * @param language ISO 639-1 code of the output; null: the language of the talk
 * @param instructions extra instructions for writing models, before the session's own
 * @param vocabulary names and terms, spelled as they should be
 * @param zone where "tomorrow" is: the time zone of the people in the recordings
 */
@Validated
@ConfigurationProperties("notes.todos")
public record TodosSettings(
        @DefaultValue("auto") @Pattern(regexp = "auto|endpoint|gguf|embedded")
        String engine,

        @DefaultValue("9000") @Min(500) @Max(400_000) int windowCharacters,
        @DefaultValue("6") @Min(0) @Max(50) int windowOverlap,
        @DefaultValue("1500") @Min(100) @Max(32_000) int maxAnswerTokens,
        @DefaultValue("8m") Duration slice,
        @Nullable String language,
        @Nullable String instructions,
        @DefaultValue List<String> vocabulary,
        @DefaultValue("UTC") ZoneId zone,
        @Valid @DefaultValue EndpointSettings endpoint,
        @Valid @DefaultValue GgufSettings gguf) {

    public TodosSettings {
        vocabulary = List.copyOf(vocabulary);
        if (engine.equals("endpoint") && endpoint.url() == null) {
            throw new IllegalArgumentException(
                    "notes.todos.engine is 'endpoint', but notes.todos.endpoint.url is not set: set it, or use 'auto'");
        }
        if (engine.equals("gguf") && gguf.model() == null) {
            throw new IllegalArgumentException(
                    "notes.todos.engine is 'gguf', but notes.todos.gguf.model is not set: set it, or use 'auto'");
        }
    }
}
