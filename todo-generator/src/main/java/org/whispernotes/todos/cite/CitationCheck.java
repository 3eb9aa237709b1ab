package org.whispernotes.todos.cite;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Priority;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.extract.DraftTodo;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * Holds every claim against the cited text, so that an engine can't invent:
 *
 * <ul>
 *   <li>no citation, or only of lines that it wasn't shown: the claim is dropped;
 *   <li>a task whose meaningful words are mostly not said there or next to it, or with a number that isn't: dropped; with
 *       some words that aren't: kept with half the confidence;
 *   <li>an assignee who neither speaks nor is named there, a date whose words aren't there: that field is dropped.
 * </ul>
 *
 * When the output is in another language than the talk, words can't be compared; numbers, names and dates still are.
 */
public final class CitationCheck {

    static final double DROP_BELOW = 0.34;
    static final double DOUBT_BELOW = 0.6;
    private static final double UNSURE = 0.5;

    private final Talk talk;
    private final Map<Integer, Integer> positions;
    private final Set<String> speakers;
    private final boolean sameLanguage;
    private final DueDates dueDates;

    /** @param outputLanguage ISO 639-1 code; null is the language of the talk */
    public CitationCheck(Talk talk, @Nullable String outputLanguage) {
        this.talk = talk;
        positions = talk.positions();
        speakers = talk.speakers();
        sameLanguage = outputLanguage == null || outputLanguage.equals(talk.language());
        dueDates = new DueDates(talk.recordedOn());
    }

    /** The todo as far as it holds; empty when it does not. */
    public Optional<CheckedTodo> todo(DraftTodo draft, Window window) {
        Optional<CitedText> found = CitedText.of(talk, positions, window, draft.segmentIds());
        if (found.isEmpty() || MachineAddress.matches(draft.task())) {
            return Optional.empty();
        }
        CitedText cited = found.get();
        double support = support(draft.task(), cited);
        if (support < DROP_BELOW) {
            return Optional.empty();
        }
        String dueText = said(draft.dueText(), cited);
        if (dueText == null && draft.dueText() != null) {
            dueText = DuePhrases.find(cited.text()).orElse(null); // a model that wrote a date where words were said
        }
        LocalDate due = dueText == null ? null : dueDates.resolve(dueText).orElse(null);
        Integer minutes = Durations.minutes(said(draft.estimate(), cited))
                .or(() -> Durations.ofWork(cited.text()))
                .orElse(null);
        Priority priority = Priorities.of(cited.text(), due, talk.recordedOn(), draft.priority());
        Double confidence = draft.confidence();
        if (support < DOUBT_BELOW) {
            confidence = UNSURE * (confidence == null ? 1 : confidence);
        }
        return Optional.of(new CheckedTodo(
                draft.task(),
                cited.ids(),
                cited.first().start(),
                cited.text(),
                assignee(draft.assignee(), cited),
                due,
                dueText,
                priority,
                minutes,
                confidence));
    }

    /** The sentence; empty when it does not hold. */
    public Optional<CheckedLine> line(DraftLine draft, Window window) {
        if (MachineAddress.matches(draft.text())) {
            return Optional.empty();
        }
        return CitedText.of(talk, positions, window, draft.segmentIds())
                .filter(cited -> support(draft.text(), cited) >= DROP_BELOW)
                .map(cited ->
                        new CheckedLine(draft.text(), cited.ids(), cited.first().start()));
    }

    /** A sentence about a longer stretch: its words may come from anywhere in the window, its numbers too. */
    public Optional<CheckedLine> overview(DraftLine draft, Window window) {
        Optional<CitedText> found = CitedText.of(talk, positions, window, draft.segmentIds());
        if (found.isEmpty() || MachineAddress.matches(draft.text())) {
            return Optional.empty();
        }
        StringBuilder whole = new StringBuilder();
        for (Line line : talk.lines().subList(window.from(), window.to())) {
            whole.append(line.text()).append(' ');
            if (line.speaker() != null) {
                whole.append(line.speaker()).append(' ');
            }
        }
        String said = whole.toString();
        if (!Numbers.allSaid(draft.text(), said)
                || (sameLanguage && Words.share(Words.stems(draft.text()), Words.stems(said)) < DROP_BELOW)) {
            return Optional.empty();
        }
        return Optional.of(new CheckedLine(
                draft.text(), found.get().ids(), found.get().first().start()));
    }

    /** Share of the claim's words that were said there, 0..1; 0 when it holds a number that wasn't. */
    private double support(String claim, CitedText cited) {
        String said = cited.textAround();
        StringBuilder whole = new StringBuilder(said);
        cited.around().stream()
                .map(Line::speaker)
                .forEach(speaker -> whole.append(' ').append(speaker));
        if (!Numbers.allSaid(claim, whole.toString())) {
            return 0;
        }
        return sameLanguage ? Words.share(Words.stems(claim), Words.stems(whole.toString())) : 1;
    }

    /** The words, if they were said there. */
    private static @Nullable String said(@Nullable String words, CitedText cited) {
        if (words == null) {
            return null;
        }
        boolean there = Words.share(Words.of(words), Words.of(cited.textAround())) == 1;
        return there ? words : null;
    }

    private @Nullable String assignee(@Nullable String name, CitedText cited) {
        if (name == null) {
            return null;
        }
        Set<String> said = Words.of(cited.textAround());
        for (String speaker : speakers) {
            if (Words.folded(speaker).equals(Words.folded(name))) {
                boolean speaks = cited.around().stream().anyMatch(line -> speaker.equals(line.speaker()));
                return speaks || Words.of(speaker).stream().anyMatch(said::contains) ? speaker : null;
            }
        }
        Set<String> words = Words.of(name);
        return !words.isEmpty() && Words.share(words, said) == 1 ? name : null;
    }
}
