package org.whispernotes.todos.extract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.whispernotes.todos.window.Window;

/**
 * What an engine found in one window; kept as {@code work/{sessionId}/{run}/todos/NNNN.json}.
 *
 * @param window which lines
 * @param engine who found it
 * @param todos in time order
 * @param overview what the window is about
 * @param chapters stretches about one thing
 * @param decisions what was decided
 * @param openQuestions what was asked and not answered
 * @param warnings codes of what went wrong on the way
 */
public record WindowFindings(
        Window window,
        EngineDescription engine,
        List<DraftTodo> todos,
        List<DraftLine> overview,
        List<DraftChapter> chapters,
        List<DraftLine> decisions,
        @JsonProperty("open_questions") List<DraftLine> openQuestions,
        List<String> warnings) {

    public WindowFindings {
        todos = List.copyOf(todos);
        overview = List.copyOf(overview);
        chapters = List.copyOf(chapters);
        decisions = List.copyOf(decisions);
        openQuestions = List.copyOf(openQuestions);
        warnings = List.copyOf(warnings);
    }

    public WindowFindings withWarning(String code) {
        List<String> more = new ArrayList<>(warnings);
        more.add(code);
        return new WindowFindings(window, engine, todos, overview, chapters, decisions, openQuestions, more);
    }
}
