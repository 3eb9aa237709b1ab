package org.whispernotes.todos.cite;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Priority;

/**
 * A todo of which everything was found in the cited text.
 *
 * @param task what is to be done
 * @param segmentIds where it was said, in time order; never empty
 * @param start seconds of the first citation
 * @param context the cited words
 * @param due the day, where the words could be resolved
 * @param dueText the words that were said for it
 * @param minutes how long it takes, where that was said
 */
public record CheckedTodo(
        String task,
        List<Integer> segmentIds,
        double start,
        String context,
        @Nullable String assignee,
        @Nullable LocalDate due,
        @Nullable String dueText,
        Priority priority,
        @Nullable Integer minutes,
        @Nullable Double confidence) {}
