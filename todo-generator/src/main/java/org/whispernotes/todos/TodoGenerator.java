package org.whispernotes.todos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.cite.CheckedTodo;
import org.whispernotes.todos.cite.CitationCheck;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.document.Merge;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.DraftChapter;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.Extractor;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;
import org.whispernotes.todos.window.WindowPlanner;
import org.whispernotes.todos.window.WindowResults;

/**
 * From a talk to findings: cut into windows, ask an engine about each, check every claim against the cited text, merge.
 * When a writing engine fails, the embedded one takes its place and the findings say so: no todo is lost to an outage.
 */
public final class TodoGenerator {

    /** A code in the findings' warnings: the session asked for an engine that isn't configured here. */
    public static final String ENGINE_UNKNOWN = "todos-engine-not-configured";
    /** Likewise: the engine doesn't have the model that the session asked for; its own took its place. */
    public static final String MODEL_UNKNOWN = "todos-model-not-configured";
    /** Likewise: another language was asked for, but the embedded engine only quotes. */
    public static final String LANGUAGE_KEPT = "todos-quoted-in-language-of-talk";
    /** Likewise: claims were dropped because the cited text doesn't say so. */
    public static final String UNSUPPORTED = "todos-unsupported-dropped";

    private static final Logger log = LoggerFactory.getLogger(TodoGenerator.class);

    private final Extractors extractors;
    private final WindowPlanner planner;

    public TodoGenerator(Extractors extractors, WindowPlanner planner) {
        this.extractors = extractors;
        this.planner = planner;
    }

    /** Told after each window: how many of how many. */
    @FunctionalInterface
    public interface WindowListener {
        void windowDone(int done, int all);
    }

    /**
     * What holds of what the engine found in the talk.
     *
     * @param choice the engine and the model that are asked for
     * @param results finished windows; what is there isn't asked again
     * @param pause asked between windows; true stops here, and the next call goes on with what is stored
     * @return empty when paused
     * @throws ExtractionCancelledException soon after {@code cancellation} says so
     */
    public Optional<Findings> generate(
            Talk talk,
            EngineChoice choice,
            Guidance guidance,
            WindowResults results,
            WindowListener listener,
            BooleanSupplier pause,
            Cancellation cancellation)
            throws ExtractionCancelledException {
        Set<String> warnings = new LinkedHashSet<>();
        Extractor extractor = chosen(choice, warnings);
        List<Window> windows = planner.plan(talk);
        List<WindowFindings> found = new ArrayList<>();
        boolean away = false;
        boolean progressed = false; // each call does at least one new window, or it would pause for ever
        for (Window window : windows) {
            cancellation.check();
            Optional<WindowFindings> stored = results.find(window.index())
                    .filter(findings -> findings.window().equals(window));
            if (stored.isEmpty() && progressed && pause.getAsBoolean()) {
                return Optional.empty();
            }
            WindowFindings findings = stored.isPresent()
                    ? stored.get()
                    : extract(away ? extractors.fallback() : extractor, talk, window, guidance, cancellation);
            if (stored.isEmpty()) {
                results.store(window.index(), findings);
                progressed = true;
            }
            away |= findings.warnings().contains(ExtractionException.Reason.ENGINE_AWAY.code());
            found.add(findings);
            listener.windowDone(found.size(), windows.size());
        }
        return Optional.of(checked(talk, guidance, extractor, found, warnings, cancellation));
    }

    private Extractor chosen(EngineChoice choice, Set<String> warnings) {
        Optional<Extractor> engine = extractors.find(choice.engine());
        if (engine.isEmpty()) {
            warnings.add(ENGINE_UNKNOWN);
            return extractors.fallback();
        }
        if (extractors.fallback().engine().name().equals(choice.engine())) {
            return engine.get();
        }
        Optional<Extractor> withModel = Extractors.withModel(engine.get(), choice.model());
        if (withModel.isEmpty()) {
            log.info(
                    "{} has no model '{}' for this session; its own takes its place",
                    engine.get().engine().name(),
                    choice.model());
            warnings.add(MODEL_UNKNOWN);
        }
        return withModel.orElseGet(engine::get);
    }

    private WindowFindings extract(
            Extractor extractor, Talk talk, Window window, Guidance guidance, Cancellation cancellation)
            throws ExtractionCancelledException {
        try {
            return extractor.extract(talk, window, guidance, cancellation);
        } catch (ExtractionException e) {
            log.warn(
                    "{} has no todos for window {}: {}; the embedded engine quotes instead",
                    extractor.engine().name(),
                    window.index(),
                    e.getMessage());
            try {
                return extractors
                        .fallback()
                        .extract(talk, window, guidance, cancellation)
                        .withWarning(e.reason().code());
            } catch (ExtractionException impossible) {
                throw new IllegalStateException("the embedded engine needs nothing that could be away", impossible);
            }
        }
    }

    private Findings checked(
            Talk talk,
            Guidance guidance,
            Extractor extractor,
            List<WindowFindings> windows,
            Set<String> warnings,
            Cancellation cancellation)
            throws ExtractionCancelledException {
        CitationCheck check = new CitationCheck(talk, guidance.language());
        List<CheckedTodo> todos = new ArrayList<>();
        List<CheckedLine> decisions = new ArrayList<>();
        List<CheckedLine> questions = new ArrayList<>();
        List<DraftChapter> chapters = new ArrayList<>();
        int claims = 0;
        for (WindowFindings findings : windows) {
            Window window = findings.window();
            warnings.addAll(findings.warnings());
            findings.todos().forEach(todo -> check.todo(todo, window).ifPresent(todos::add));
            findings.decisions().forEach(line -> check.line(line, window).ifPresent(decisions::add));
            findings.openQuestions().forEach(line -> check.line(line, window).ifPresent(questions::add));
            chapters.addAll(findings.chapters());
            claims += findings.todos().size();
        }
        boolean quoted = windows.stream()
                .anyMatch(window -> window.engine().equals(extractors.fallback().engine()));
        if (quoted && guidance.language() != null && !guidance.language().equals(talk.language())) {
            warnings.add(LANGUAGE_KEPT);
        }
        if (todos.size() < claims) {
            log.info("{} of {} todos dropped: the cited lines do not say so", claims - todos.size(), claims);
            warnings.add(UNSUPPORTED);
        }
        List<CheckedLine> overview = overview(talk, guidance, extractor, windows, warnings, check, cancellation);
        return new Findings(
                engine(windows, extractor),
                Merge.todos(todos),
                overview,
                chapters,
                Merge.lines(decisions),
                Merge.lines(questions),
                List.copyOf(warnings));
    }

    private List<CheckedLine> overview(
            Talk talk,
            Guidance guidance,
            Extractor extractor,
            List<WindowFindings> windows,
            Set<String> warnings,
            CitationCheck check,
            Cancellation cancellation)
            throws ExtractionCancelledException {
        if (windows.isEmpty()) {
            return List.of();
        }
        boolean written = windows.stream().allMatch(window -> window.engine().equals(extractor.engine()));
        List<DraftLine> drafts;
        try {
            Extractor author = written ? extractor : extractors.fallback();
            drafts = author.overview(talk, windows, guidance, cancellation);
        } catch (ExtractionException e) {
            log.warn("no overview of the whole talk: {}; the windows' own sentences stand in", e.getMessage());
            warnings.add(e.reason().code());
            drafts = windows.stream()
                    .flatMap(window -> window.overview().stream())
                    .toList();
        }
        List<CheckedLine> overview = checked(drafts, talk, check);
        if (overview.isEmpty()) { // nothing of it holds: what the windows said of themselves may
            List<DraftLine> own = windows.stream()
                    .flatMap(window -> window.overview().stream())
                    .toList();
            overview = checked(own, talk, check);
        }
        return Merge.lines(overview);
    }

    private static List<CheckedLine> checked(List<DraftLine> drafts, Talk talk, CitationCheck check) {
        Window whole = new Window(0, 0, talk.lines().size());
        return drafts.stream()
                .flatMap(draft -> check.overview(draft, whole).stream())
                .toList();
    }

    /** Who found most; the asked engine when it found anything at all. */
    private EngineDescription engine(List<WindowFindings> windows, Extractor extractor) {
        Map<EngineDescription, Integer> counts = new HashMap<>();
        windows.forEach(window -> counts.merge(window.engine(), 1, Integer::sum));
        if (windows.isEmpty() || counts.containsKey(extractor.engine())) {
            return extractor.engine();
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseGet(() -> extractors.fallback().engine());
    }
}
