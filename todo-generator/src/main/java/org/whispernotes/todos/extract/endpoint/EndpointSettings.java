package org.whispernotes.todos.extract.endpoint;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code notes.todos.endpoint.*}.
 *
 * @param url base address up to and with {@code /v1}; null: no endpoint
 * @param model name that the server knows
 * @param models further names that a session may ask for
 * @param apiKey sent as bearer token; null: none
 * @param timeout for one answer
 * @param attempts tries for one answer when the server is busy or away
 * @param longestWait longest wait between two tries, also when the server asks for more
 * @param temperature of sampling, in hundredths
 */
public record EndpointSettings(
        @Nullable URI url,
        @DefaultValue("default") String model,
        @DefaultValue List<String> models,
        @Nullable String apiKey,
        @DefaultValue("5m") Duration timeout,
        @DefaultValue("4") @Min(1) @Max(10) int attempts,
        @DefaultValue("30s") Duration longestWait,
        @DefaultValue("10") @Min(0) @Max(200) int temperature) {

    public EndpointSettings {
        models = List.copyOf(models);
        // Read from a file, a key ends in a line break, and a client that refuses it would repeat it in its message.
        apiKey = apiKey == null ? null : apiKey.strip();
        if (apiKey != null && !apiKey.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "notes.todos.endpoint.api-key holds characters that can't be sent: blanks, line breaks or accents");
        }
        if (url != null && (url.getRawUserInfo() != null || url.getRawQuery() != null)) {
            throw new IllegalArgumentException(
                    "notes.todos.endpoint.url must hold no user and no query: a key belongs into api-key");
        }
        if (url != null && !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("notes.todos.endpoint.url must be an http or https address");
        }
    }

    /** Without the key, so that it can't get into a log. */
    @Override
    public String toString() {
        return "EndpointSettings[url=%s, model=%s, apiKey=%s]".formatted(url, model, apiKey == null ? "none" : "set");
    }
}
