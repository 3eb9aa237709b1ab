package org.whispernotes.api.result;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.model.document.Priority;
import org.whispernotes.model.document.Todo;
import tools.jackson.databind.JsonNode;

/**
 * A change of a todo by its user: {@code completed, task, priority, assignee, due}. What is not named stays; {@code
 * null} takes assignee or due date away. What was cited and where is not the user's to change.
 */
final class TodoEdit {

    private static final int MAX_TEXT = 2_000;

    private TodoEdit() {}

    static Todo apply(Todo todo, JsonNode change) {
        return new Todo(
                todo.id(),
                text(change, "task", todo.task(), true),
                priority(change, todo.priority()),
                todo.timestamp(),
                todo.context(),
                completed(change, todo.completed()),
                optional(change, "assignee", todo.assignee()),
                due(change, todo.due()),
                todo.dueText(),
                todo.segmentIds(),
                todo.confidence());
    }

    private static boolean completed(JsonNode change, boolean before) {
        JsonNode value = change.get("completed");
        if (value == null) {
            return before;
        }
        if (!value.isBoolean()) {
            throw invalid("completed must be true or false.");
        }
        return value.booleanValue();
    }

    private static Priority priority(JsonNode change, Priority before) {
        String name = text(change, "priority", before.wireName(), true);
        try {
            return Priority.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw invalid("priority must be high, medium or low.");
        }
    }

    private static @Nullable String due(JsonNode change, @Nullable String before) {
        String due = optional(change, "due", before);
        try {
            return due == null || due.equals(before)
                    ? due
                    : LocalDate.parse(due).toString();
        } catch (DateTimeParseException e) {
            throw invalid("due must be a date: YYYY-MM-DD.");
        }
    }

    private static @Nullable String optional(JsonNode change, String name, @Nullable String before) {
        JsonNode value = change.get(name);
        if (value == null) {
            return before;
        }
        String text = value.isNull() ? "" : text(change, name, "", false);
        return text.isEmpty() ? null : text;
    }

    private static String text(JsonNode change, String name, String before, boolean required) {
        JsonNode value = change.get(name);
        if (value == null) {
            return before;
        }
        String text = value.isString() ? value.stringValue().strip() : "";
        if (!value.isString() || text.length() > MAX_TEXT || (required && text.isEmpty())) {
            throw invalid(name + " must be a text of " + (required ? "1" : "0") + " to " + MAX_TEXT + " characters.");
        }
        return text;
    }

    private static ApiException invalid(String sentence) {
        return new ApiException(Problem.INVALID_REQUEST, sentence);
    }
}
