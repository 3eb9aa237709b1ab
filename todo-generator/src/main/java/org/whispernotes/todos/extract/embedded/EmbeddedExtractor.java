package org.whispernotes.todos.extract.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.whispernotes.todos.cite.DuePhrases;
import org.whispernotes.todos.cite.Words;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.extract.DraftTodo;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.Extractor;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * The engine that is always there. It writes nothing: it ranks lines and quotes the best, so nothing in its todos was
 * not said, but its tasks read like speech.
 */
public final class EmbeddedExtractor implements Extractor {

    private static final double THRESHOLD = 0.5;
    private static final Pattern FIRST_PERSON = Pattern.compile(
            "\\b(i'll|i will|i'm going to|i'm gonna|i can|let me|i need to|i have to|ich)\\b",
            Pattern.CASE_INSENSITIVE);

    private final LineModel model = new LineModel();

    @Override
    public EngineDescription engine() {
        return new EngineDescription("embedded", "lines-1");
    }

    @Override
    public WindowFindings extract(Talk talk, Window window, Guidance guidance, Cancellation cancellation)
            throws ExtractionCancelledException {
        List<DraftTodo> todos = new ArrayList<>();
        for (Line line : talk.lines().subList(window.from(), window.to())) {
            cancellation.check();
            double probability = model.todo(line);
            if (probability >= THRESHOLD && !MachineAddress.matches(line.text())) {
                todos.add(new DraftTodo(
                        Quotes.of(line.text()),
                        List.of(line.id()),
                        assignee(line, talk),
                        DuePhrases.find(line.text()).orElse(null),
                        null,
                        null,
                        probability));
            }
        }
        return new WindowFindings(window, engine(), todos, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public List<DraftLine> overview(
            Talk talk, List<WindowFindings> windows, Guidance guidance, Cancellation cancellation) {
        return windows.stream().flatMap(window -> window.overview().stream()).toList();
    }

    /** The speaker who says "I will", else a speaker whose name is said. */
    private static @Nullable String assignee(Line line, Talk talk) {
        if (FIRST_PERSON.matcher(line.text()).find()) {
            return line.speaker();
        }
        Optional<String> named = talk.speakers().stream()
                .filter(speaker -> Words.of(line.text()).containsAll(Words.of(speaker)))
                .findFirst();
        return named.orElse(null);
    }
}
