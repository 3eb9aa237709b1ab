package org.whispernotes.todos.extract.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whispernotes.todos.extract.writing.ChatRequest;

/**
 * How a server wants to be asked: not every one knows schemas, some models take no temperature, some want the length of the
 * answer under another name. It is found out by what the server refuses.
 *
 * @param lengthField where the length of the answer stands
 * @param temperature whether one is sent
 */
record Dialect(Shape shape, String lengthField, boolean temperature) {

    private static final String LENGTH = "max_tokens";
    /** Of OpenAI's reasoning models. */
    private static final String LENGTH_WITH_THOUGHTS = "max_completion_tokens";

    /** How the answer is held to JSON. */
    enum Shape {
        SCHEMA,
        JSON,
        PLAIN
    }

    static Dialect full() {
        return new Dialect(Shape.SCHEMA, LENGTH, true);
    }

    /** What to try next, after these words of a refusal; empty when they are about something else. Ends after four times. */
    Optional<Dialect> after(String refusal) {
        boolean format = refusal.contains("response_format")
                || refusal.contains("json_schema")
                || refusal.contains("json_object")
                || refusal.contains("grammar");
        if (format && shape != Shape.PLAIN) {
            Shape simpler = shape == Shape.SCHEMA ? Shape.JSON : Shape.PLAIN;
            return Optional.of(new Dialect(simpler, lengthField, temperature));
        }
        if (refusal.contains(LENGTH_WITH_THOUGHTS) && lengthField.equals(LENGTH)) {
            return Optional.of(new Dialect(shape, LENGTH_WITH_THOUGHTS, temperature));
        }
        if (refusal.contains("temperature") && temperature) {
            return Optional.of(new Dialect(shape, lengthField, false));
        }
        return Optional.empty();
    }

    Map<String, Object> body(ChatRequest request, String model, EndpointSettings settings) {
        String system = shape == Shape.SCHEMA
                ? request.system()
                : request.system() + "\nThe JSON follows this schema:\n" + request.schema();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", List.of(message("system", system), message("user", request.user())));
        if (temperature) {
            body.put("temperature", settings.temperature() / 100.0);
        }
        body.put(lengthField, request.maxTokens());
        body.put("stream", false);
        if (shape == Shape.SCHEMA) {
            body.put(
                    "response_format",
                    Map.of(
                            "type",
                            "json_schema",
                            "json_schema",
                            Map.of("name", request.schemaName(), "strict", true, "schema", request.schema())));
        } else if (shape == Shape.JSON) {
            body.put("response_format", Map.of("type", "json_object"));
        }
        return body;
    }

    private static Map<String, String> message(String role, String content) {
        return Map.of("role", role, "content", content);
    }
}
