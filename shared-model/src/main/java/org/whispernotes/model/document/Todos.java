package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code todos.json}. */
public record Todos(
        @JsonProperty("generated_at") Instant generatedAt,
        @JsonProperty("session_id") UUID sessionId,
        String version,
        int run,
        List<Todo> todos,
        String summary,
        Metadata metadata) {

    public static final String VERSION = "1.0";

    public Todos {
        todos = List.copyOf(todos);
    }

    /**
     * @param estimatedTime of all todos together, for example {@code 2h 30m}; null when nothing was said about it
     * @param engine {@code endpoint}, {@code gguf} or {@code embedded}
     * @param model what ran in it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Metadata(
            @JsonProperty("total_todos") int totalTodos,
            @JsonProperty("high_priority") int highPriority,
            @JsonProperty("estimated_time") @Nullable String estimatedTime,
            String engine,
            String model,
            List<String> warnings) {

        public Metadata {
            warnings = List.copyOf(warnings);
        }
    }
}
