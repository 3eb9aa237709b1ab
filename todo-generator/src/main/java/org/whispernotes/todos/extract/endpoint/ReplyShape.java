package org.whispernotes.todos.extract.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whispernotes.todos.extract.writing.ChatRequest;

/** How the server is held to JSON: not every one knows schemas, and some refuse what they don't know. */
enum ReplyShape {
    SCHEMA,
    JSON,
    PLAIN;

    ReplyShape simpler() {
        return this == SCHEMA ? JSON : PLAIN;
    }

    Map<String, Object> body(ChatRequest request, String model, EndpointSettings settings) {
        String system = this == SCHEMA
                ? request.system()
                : request.system() + "\nThe JSON follows this schema:\n" + request.schema();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", List.of(message("system", system), message("user", request.user())));
        body.put("temperature", settings.temperature() / 100.0);
        body.put("max_tokens", request.maxTokens());
        body.put("stream", false);
        if (this == SCHEMA) {
            body.put(
                    "response_format",
                    Map.of(
                            "type",
                            "json_schema",
                            "json_schema",
                            Map.of("name", request.schemaName(), "strict", true, "schema", request.schema())));
        } else if (this == JSON) {
            body.put("response_format", Map.of("type", "json_object"));
        }
        return body;
    }

    private static Map<String, String> message(String role, String content) {
        return Map.of("role", role, "content", content);
    }
}
