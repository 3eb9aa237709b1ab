package org.whispernotes.todos.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.whispernotes.model.document.Priority;
import org.whispernotes.model.document.Todo;
import org.whispernotes.model.document.Todos;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.cite.CheckedTodo;
import org.whispernotes.todos.cite.Durations;
import org.whispernotes.todos.talk.Line;

/** Writes {@code todos.json}. */
public final class TodosDocument {

    private TodosDocument() {}

    public static Todos of(Findings findings, UUID sessionId, int run, Instant now) {
        List<Todo> todos = new ArrayList<>();
        for (CheckedTodo todo : findings.todos()) {
            todos.add(new Todo(
                    "todo-%03d".formatted(todos.size() + 1),
                    todo.task(),
                    todo.priority(),
                    Line.timestamp(todo.start()),
                    todo.context(),
                    false,
                    todo.assignee(),
                    todo.due() == null ? null : todo.due().toString(),
                    todo.dueText(),
                    todo.segmentIds(),
                    todo.confidence() == null ? null : Math.round(todo.confidence() * 100) / 100.0));
        }
        int high = (int)
                todos.stream().filter(todo -> todo.priority() == Priority.HIGH).count();
        int minutes = findings.todos().stream()
                .map(CheckedTodo::minutes)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .sum();
        String summary = findings.overview().stream().map(CheckedLine::text).collect(Collectors.joining(" "));
        return new Todos(
                now,
                sessionId,
                Todos.VERSION,
                run,
                todos,
                summary,
                new Todos.Metadata(
                        todos.size(),
                        high,
                        minutes == 0 ? null : Durations.written(minutes),
                        findings.engine().name(),
                        findings.engine().model(),
                        findings.warnings()));
    }
}
