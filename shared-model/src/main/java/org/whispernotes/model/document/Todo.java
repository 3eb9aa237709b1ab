package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody said would be done.
 *
 * @param id stable within the document
 * @param task what is to be done
 * @param timestamp {@code HH:MM:SS} of the first citation
 * @param context the cited words
 * @param completed ticked off by the user
 * @param assignee who does it, when said
 * @param due until when, ISO 8601 date, when it could be resolved
 * @param dueText the words that were said for it
 * @param segmentIds where it was said; never empty
 * @param confidence 0..1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Todo(
        String id,
        String task,
        Priority priority,
        String timestamp,
        String context,
        boolean completed,
        @Nullable String assignee,
        @Nullable String due,
        @JsonProperty("due_text") @Nullable String dueText,
        @JsonProperty("segment_ids") List<Integer> segmentIds,
        @Nullable Double confidence) {

    public Todo {
        segmentIds = List.copyOf(segmentIds);
    }
}
