package org.whispernotes.bench.todos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.whispernotes.todos.TodoGenerator;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.cite.CheckedTodo;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.InMemoryWindows;
import org.whispernotes.todos.window.WindowPlanner;

/**
 * One engine over a set of meetings, through the whole generator: windows, citation checks and merging included. Says on
 * standard error how far it is.
 */
final class EngineRun {

    private static final int TOP = 10;

    private final Extractors extractors;
    private final String engine;
    private final TodoGenerator generator;
    private final Finished finished;

    EngineRun(Extractors extractors, String engine, WindowPlanner planner, Finished finished) {
        this.extractors = extractors;
        this.engine = engine;
        this.finished = finished;
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
     * @param windows that the talks were cut into
     * @param own windows where the engine's own answer counts
     * @param claims todos in its own answers, before the citation check
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
            int windows,
            int own,
            int claims,
            double seconds,
            int segments,
            Map<String, Integer> warnings) {}

    Result over(List<Meeting> meetings, @Nullable String language) throws ExtractionCancelledException, IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Meeting meeting : meetings) {
            Optional<Outcome> known = finished.find(engine, meeting.meeting());
            Outcome outcome = known.isPresent() ? known.get() : outcome(meeting, language);
            if (known.isEmpty()) {
                finished.add(outcome);
            }
            outcomes.add(outcome);
            System.err.printf(
                    Locale.ROOT,
                    "%s %d of %d: %s, %d lines, %.1f s, %d of %d windows its own, %d claims, %d lines picked%s%n",
                    engine,
                    outcomes.size(),
                    meetings.size(),
                    meeting.meeting(),
                    meeting.utterances().size(),
                    outcome.seconds(),
                    outcome.own(),
                    outcome.windows(),
                    outcome.claims(),
                    outcome.picks().size(),
                    known.isPresent() ? " (known)" : "");
        }
        return result(meetings, outcomes);
    }

    private Outcome outcome(Meeting meeting, @Nullable String language) throws ExtractionCancelledException {
        Talk talk = meeting.talk(language);
        InMemoryWindows windows = new InMemoryWindows();
        long begun = System.nanoTime();
        Findings findings = generate(talk, windows);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Set<Integer> picks = new LinkedHashSet<>();
        findings.todos().stream().map(CheckedTodo::segmentIds).forEach(picks::addAll);
        List<WindowFindings> own = windows.all().stream()
                .filter(window -> window.engine().name().equals(engine))
                .toList();
        return new Outcome(
                engine,
                meeting.meeting(),
                List.copyOf(picks),
                first(talk, picks),
                cited(findings.decisions()),
                cited(findings.openQuestions()),
                windows.all().size(),
                own.size(),
                own.stream().mapToInt(window -> window.todos().size()).sum(),
                seconds,
                findings.warnings());
    }

    private Result result(List<Meeting> meetings, List<Outcome> outcomes) {
        Score lines = new Score(1);
        Score exact = new Score(0);
        Score top = new Score(1);
        Score decisions = new Score(1);
        Score questions = new Score(1);
        Map<String, Integer> warnings = new HashMap<>();
        int withoutTodos = 0;
        int falselyFound = 0;
        for (int i = 0; i < meetings.size(); i++) {
            Meeting meeting = meetings.get(i);
            Outcome outcome = outcomes.get(i);
            List<Set<Integer>> linked = meeting.linked(meeting.actions());
            lines.add(outcome.picks(), linked);
            exact.add(outcome.picks(), linked);
            top.add(outcome.first(), linked);
            decisions.add(outcome.decisions(), meeting.linked(meeting.decisions()));
            questions.add(outcome.questions(), meeting.linked(meeting.problems()));
            outcome.warnings().forEach(code -> warnings.merge(code, 1, Integer::sum));
            if (linked.isEmpty()) {
                withoutTodos++;
                falselyFound += outcome.picks().isEmpty() ? 0 : 1;
            }
        }
        return new Result(
                engine,
                lines,
                exact,
                top,
                decisions,
                questions,
                withoutTodos,
                falselyFound,
                outcomes.stream().mapToInt(Outcome::windows).sum(),
                outcomes.stream().mapToInt(Outcome::own).sum(),
                outcomes.stream().mapToInt(Outcome::claims).sum(),
                outcomes.stream().mapToDouble(Outcome::seconds).sum(),
                meetings.stream()
                        .mapToInt(meeting -> meeting.utterances().size())
                        .sum(),
                warnings);
    }

    private Findings generate(Talk talk, InMemoryWindows windows) throws ExtractionCancelledException {
        return generator
                .generate(
                        talk,
                        EngineChoice.of(engine),
                        Guidance.none(),
                        windows,
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
        return List.copyOf(ranking.subList(0, Math.min(TOP, ranking.size())));
    }

    private static List<Integer> cited(List<CheckedLine> lines) {
        return lines.stream()
                .flatMap(line -> line.segmentIds().stream())
                .distinct()
                .toList();
    }
}
