package org.whispernotes.todos.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Summary;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.extract.DraftChapter;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;

/** Writes {@code summary.json}. A chapter lists what the rest of the summary says about its stretch. */
public final class SummaryDocument {

    private SummaryDocument() {}

    public static Summary of(Findings findings, Talk talk, UUID sessionId, int run, Instant now) {
        Map<Integer, Integer> positions = talk.positions();
        List<Summary.Chapter> chapters = findings.chapters().stream()
                .map(chapter -> chapter(chapter, findings, talk, positions))
                .filter(Objects::nonNull)
                .toList();
        return new Summary(
                now,
                sessionId,
                Summary.VERSION,
                run,
                cited(findings.overview()),
                chapters,
                cited(findings.decisions()),
                cited(findings.openQuestions()),
                findings.engine().name(),
                findings.engine().model());
    }

    private static Summary.@Nullable Chapter chapter(
            DraftChapter draft, Findings findings, Talk talk, Map<Integer, Integer> positions) {
        Integer first = positions.get(draft.firstSegment());
        Integer last = positions.get(draft.lastSegment());
        if (first == null || last == null || last < first) {
            return null;
        }
        double start = talk.lines().get(first).start();
        double end = talk.lines().get(last).end();
        List<CheckedLine> within = Stream.of(findings.overview(), findings.decisions(), findings.openQuestions())
                .flatMap(List::stream)
                .filter(line -> line.start() >= start && line.start() < end)
                .toList();
        List<Integer> segments =
                talk.lines().subList(first, last + 1).stream().map(Line::id).toList();
        return new Summary.Chapter(draft.title(), start, end, cited(within), segments);
    }

    private static List<Summary.CitedLine> cited(List<CheckedLine> lines) {
        return lines.stream()
                .map(line -> new Summary.CitedLine(line.text(), Line.timestamp(line.start()), line.segmentIds()))
                .toList();
    }
}
