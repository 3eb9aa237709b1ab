package org.whispernotes.api.upload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SpeakerHint;

/** The fields of a form beside its files: they may come before or after them. */
public final class FormFields {

    private static final int MAX_FIELDS = 100;

    private final Map<String, List<String>> values = new HashMap<>();
    private int count;

    void add(String name, String value) {
        if (++count > MAX_FIELDS) {
            throw new ApiException(Problem.INVALID_REQUEST, "The form has more than " + MAX_FIELDS + " fields.");
        }
        if (!value.isBlank()) {
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value.strip());
        }
    }

    /** The last value of that name, without blanks around it; null when there is none. */
    public @Nullable String text(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(all.size() - 1);
    }

    /** All values of names that begin so, in no certain order of the names. */
    public List<String> allStartingWith(String prefix) {
        return values.entrySet().stream()
                .filter(field -> field.getKey().startsWith(prefix))
                .flatMap(field -> field.getValue().stream())
                .toList();
    }

    int priority() {
        Integer priority = number("priority");
        return priority == null ? 0 : priority;
    }

    /** @throws ApiException when a value is none that the option takes */
    public SessionOptions options() {
        return options(text("model"));
    }

    /** With another model than the field says. */
    public SessionOptions options(@Nullable String model) {
        try {
            return new SessionOptions(
                    text("language"),
                    text("task"),
                    speakers(),
                    text("prompt"),
                    hotwords(),
                    model,
                    text("todosEngine"),
                    text("todosModel"),
                    text("todosInstructions"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(Problem.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable SpeakerHint speakers() {
        Integer exactly = number("speakers");
        Integer min = number("minSpeakers");
        Integer max = number("maxSpeakers");
        return exactly == null && min == null && max == null ? null : new SpeakerHint(exactly, min, max);
    }

    private @Nullable List<String> hotwords() {
        List<String> all = values.get("hotwords");
        return all == null
                ? null
                : all.stream()
                        .flatMap(text -> Arrays.stream(text.split(",")))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    private @Nullable Integer number(String name) {
        String text = text(name);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new ApiException(
                    Problem.INVALID_REQUEST, "The field " + name + " must be a whole number, not '" + text + "'.");
        }
    }
}
