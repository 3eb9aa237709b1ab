package org.whispernotes.todos.extract.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.DraftChapter;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.Extractor;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * The engine that is always there. It writes nothing: it ranks lines and quotes the best, so nothing in its todos was not
 * said, but its tasks read like speech. Works for English and, less tried, for German; in other languages it finds little.
 */
public final class EmbeddedExtractor implements Extractor {

    private static final int OVERVIEW_LINES = 5;

    private final LineModel model = LineModel.load();
    private volatile @Nullable Judged last;

    @Override
    public EngineDescription engine() {
        return new EngineDescription("embedded", model.version());
    }

    @Override
    public WindowFindings extract(Talk talk, Window window, Guidance guidance, Cancellation cancellation)
            throws ExtractionCancelledException {
        cancellation.check();
        LineScores scores = judged(talk);
        List<DraftLine> questions = SummaryCues.openQuestions(talk, window);
        Set<Integer> unanswered =
                questions.stream().map(line -> line.segmentIds().get(0)).collect(Collectors.toSet());
        return new WindowFindings(
                window,
                engine(),
                TodoQuotes.of(talk, window, scores, model, unanswered),
                Gist.of(talk, window, scores),
                chapters(talk, window),
                SummaryCues.decisions(talk, window, scores),
                questions,
                List.of());
    }

    /** The best of what the windows quoted, in time order. */
    @Override
    public List<DraftLine> overview(
            Talk talk, List<WindowFindings> windows, Guidance guidance, Cancellation cancellation) {
        return windows.stream()
                .flatMap(window -> window.overview().stream())
                .sorted(Comparator.comparingDouble((DraftLine line) -> -confidence(line)))
                .limit(OVERVIEW_LINES)
                .sorted(Comparator.comparing(line -> line.segmentIds().get(0)))
                .toList();
    }

    /** Ids of all segments, the likeliest todo first. */
    public List<Integer> ranking(Talk talk) {
        LineScores scores = judged(talk);
        return IntStream.range(0, talk.lines().size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer at) -> -scores.todo()[at]))
                .map(at -> talk.lines().get(at).id())
                .toList();
    }

    /** A talk is judged as a whole, once, and not once for each of its windows; the one judged last is kept. */
    @SuppressWarnings(
            "ReferenceEquality") // the very same talk: comparing thousands of lines would cost more than judging them
    private LineScores judged(Talk talk) {
        Judged known = last;
        if (known == null || known.talk != talk) {
            known = new Judged(talk, model.judge(talk.lines()));
            last = known;
        }
        return known.scores;
    }

    private static List<DraftChapter> chapters(Talk talk, Window window) {
        List<DraftChapter> chapters = new ArrayList<>();
        for (Chapters.Stretch stretch : Chapters.of(talk, window)) {
            chapters.add(new DraftChapter(
                    stretch.title(),
                    talk.lines().get(stretch.from()).id(),
                    talk.lines().get(stretch.to() - 1).id()));
        }
        return chapters;
    }

    static DraftLine quoted(Line line, double confidence) {
        return new DraftLine(Quotes.of(line.text()), List.of(line.id()), confidence);
    }

    private static double confidence(DraftLine line) {
        Double confidence = line.confidence();
        return confidence == null ? 0 : confidence;
    }

    private record Judged(Talk talk, LineScores scores) {}
}
