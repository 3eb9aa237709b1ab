package org.whispernotes.todos.extract.writing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Priority;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.DraftChapter;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.extract.DraftTodo;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.ExtractionException.Reason;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Turns a model's answer into findings. Servers differ in how strictly they hold a model to the schema, so everything that
 * has the wrong type is left out rather than trusted, and no text is longer than {@value #LONGEST_TEXT} characters; an answer that isn't a JSON object at all is unusable.
 */
final class ReplyReader {

    private static final int LONGEST_TEXT = 500;
    /** What some models say to themselves first. */
    private static final Pattern THOUGHTS = Pattern.compile("(?s)^\\s*<think>.*?</think>");

    private ReplyReader() {}

    static WindowFindings window(String reply, Talk talk, Window window, EngineDescription engine)
            throws ExtractionException {
        JsonNode root = object(reply);
        List<DraftTodo> todos = new ArrayList<>();
        for (JsonNode node : root.path("todos")) {
            String task = text(node, "task");
            if (task != null) {
                todos.add(new DraftTodo(
                        task,
                        numbers(node, "lines"),
                        text(node, "assignee"),
                        text(node, "due"),
                        priority(text(node, "priority")),
                        text(node, "estimate"),
                        null));
            }
        }
        String title = text(root, "title");
        int first = talk.lines().get(window.from()).id();
        int last = talk.lines().get(window.to() - 1).id();
        List<DraftChapter> chapters = title == null ? List.of() : List.of(new DraftChapter(title, first, last));
        return new WindowFindings(
                window,
                engine,
                todos,
                lines(root, "overview", "lines"),
                chapters,
                lines(root, "decisions", "lines"),
                lines(root, "open_questions", "lines"),
                List.of());
    }

    /** Sentences whose ids are the numbers of notes. */
    static List<DraftLine> overview(String reply) throws ExtractionException {
        return lines(object(reply), "overview", "notes");
    }

    private static JsonNode object(String whole) throws ExtractionException {
        String reply = THOUGHTS.matcher(whole).replaceFirst("");
        int open = reply.indexOf('{');
        int close = reply.lastIndexOf('}');
        if (open < 0 || close < open) {
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model's answer is not JSON");
        }
        try {
            JsonNode root = Json.mapper().readTree(reply.substring(open, close + 1));
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model's answer is broken JSON", e);
        }
        throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model's answer is not a JSON object");
    }

    private static List<DraftLine> lines(JsonNode root, String field, String numbers) {
        List<DraftLine> lines = new ArrayList<>();
        for (JsonNode node : root.path(field)) {
            String text = text(node, "text");
            if (text != null) {
                lines.add(new DraftLine(text, numbers(node, numbers), null));
            }
        }
        return lines;
    }

    private static List<Integer> numbers(JsonNode node, String field) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : node.path(field)) {
            if (number.isInt()) {
                numbers.add(number.intValue());
            }
        }
        return numbers.stream().distinct().sorted().toList();
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isString()) {
            return null;
        }
        String text = value.stringValue().replaceAll("\\s+", " ").strip();
        if (text.length() > LONGEST_TEXT) {
            text = text.substring(0, Math.max(1, text.lastIndexOf(' ', LONGEST_TEXT))) + " …";
        }
        return text.isEmpty() || text.toLowerCase(Locale.ROOT).matches("null|none|n/a|unknown") ? null : text;
    }

    private static @Nullable Priority priority(@Nullable String name) {
        return Stream.of(Priority.values())
                .filter(priority -> priority.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
