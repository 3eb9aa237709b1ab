package org.whispernotes.bench.todos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.whispernotes.todos.TodoGenerator;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.cite.CheckedTodo;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.WindowPlanner;

/** One engine over a set of meetings, through the whole generator: windows, citation checks and merging included. */
final class EngineRun {

    private static final int TOP = 10;

    private final Extractors extractors;
    private final String engine;
    private final TodoGenerator generator;

    EngineRun(Extractors extractors, String engine, WindowPlanner planner) {
        this.extractors = extractors;
        this.engine = engine;
        generator = new TodoGenerator(extractors, planner);
    }

    /**
     * @param lines picked lines within one line of a linked one
     * @param exact picked lines that are linked themselves
     * @param top the ten lines a meeting that the engine puts first
     * @param decisions likewise, of the summary's decisions
     * @param questions likewise, of its open questions
     * @param withoutTodos talks without any todo
     * @param falselyFound of those, talks where one was found
     * @param warnings how often each warning was given
     */
    record Result(
            String engine,
            Score lines,
            Score exact,
            Score top,
            Score decisions,
            Score questions,
            int withoutTodos,
            int falselyFound,
            double seconds,
            int segments,
            Map<String, Integer> warnings) {}

    Result over(List<Meeting> meetings, @Nullable String language) throws ExtractionCancelledException {
        Score lines = new Score(1);
        Score exact = new Score(0);
        Score top = new Score(1);
        Score decisions = new Score(1);
        Score questions = new Score(1);
        Map<String, Integer> warnings = new HashMap<>();
        int withoutTodos = 0;
        int falselyFound = 0;
        int segments = 0;
        long begun = System.nanoTime();
        for (Meeting meeting : meetings) {
            Talk talk = meeting.talk(language);
            Findings findings = generate(talk);
            Set<Integer> picks = new LinkedHashSet<>();
            findings.todos().stream().map(CheckedTodo::segmentIds).forEach(picks::addAll);
            List<Set<Integer>> linked = meeting.linked(meeting.actions());
            lines.add(picks, linked);
            exact.add(picks, linked);
            top.add(first(talk, picks), linked);
            decisions.add(cited(findings.decisions()), meeting.linked(meeting.decisions()));
            questions.add(cited(findings.openQuestions()), meeting.linked(meeting.problems()));
            findings.warnings().forEach(code -> warnings.merge(code, 1, Integer::sum));
            segments += talk.lines().size();
            if (linked.isEmpty()) {
                withoutTodos++;
                falselyFound += picks.isEmpty() ? 0 : 1;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Result(
                engine,
                lines,
                exact,
                top,
                decisions,
                questions,
                withoutTodos,
                falselyFound,
                seconds,
                segments,
                warnings);
    }

    Findings generate(Talk talk) throws ExtractionCancelledException {
        return generator
                .generate(
                        talk,
                        EngineChoice.of(engine),
                        Guidance.none(),
                        new InMemoryWindows(),
                        (done, all) -> {},
                        () -> false,
                        () -> false)
                .orElseThrow();
    }

    /** An engine that ranks says which lines it puts first; of one that doesn't, the first that it cites. */
    private List<Integer> first(Talk talk, Set<Integer> picks) {
        List<Integer> ranking = extractors.find(engine).orElseThrow() instanceof EmbeddedExtractor embedded
                ? embedded.ranking(talk)
                : new ArrayList<>(picks);
        return ranking.subList(0, Math.min(TOP, ranking.size()));
    }

    private static Set<Integer> cited(List<CheckedLine> lines) {
        return lines.stream().flatMap(line -> line.segmentIds().stream()).collect(Collectors.toSet());
    }
}
