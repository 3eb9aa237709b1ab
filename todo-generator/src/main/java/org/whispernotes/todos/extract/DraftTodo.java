package org.whispernotes.todos.extract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Priority;

/**
 * A todo as an engine found it, not yet checked.
 *
 * @param task written, or quoted
 * @param segmentIds where it says this was said
 * @param assignee who does it
 * @param dueText until when, in the words of the talk
 * @param priority the engine's opinion
 * @param estimate how long it takes, in the words of the talk
 * @param confidence 0..1; null when the engine has no opinion
 */
public record DraftTodo(
        String task,
        @JsonProperty("segment_ids") List<Integer> segmentIds,
        @Nullable String assignee,
        @JsonProperty("due_text") @Nullable String dueText,
        @Nullable Priority priority,
        @Nullable String estimate,
        @Nullable Double confidence) {

    public DraftTodo {
        segmentIds = List.copyOf(segmentIds);
    }
}
