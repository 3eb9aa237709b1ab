package org.whispernotes.todos.document;

import java.util.List;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.cite.CheckedTodo;
import org.whispernotes.todos.extract.DraftChapter;
import org.whispernotes.todos.extract.EngineDescription;

/**
 * What was found in the whole talk and holds.
 *
 * @param engine who found it
 * @param warnings codes of what went wrong on the way
 */
public record Findings(
        EngineDescription engine,
        List<CheckedTodo> todos,
        List<CheckedLine> overview,
        List<DraftChapter> chapters,
        List<CheckedLine> decisions,
        List<CheckedLine> openQuestions,
        List<String> warnings) {}
