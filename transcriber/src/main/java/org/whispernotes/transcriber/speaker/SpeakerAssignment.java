package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Word;
import org.whispernotes.transcriber.align.Joined;

/**
 * Gives words and segments their speakers: who talks during most of a word; in a pause, who talks nearest to it. A
 * segment in which the speaker changes between words becomes several.
 */
public final class SpeakerAssignment {

    /** Seconds from a word to the nearest turn that can still be its own. */
    private static final double NEAR = 1.0;
    /** Fewer words than this between another speaker's are taken for a slip of the clock ... */
    private static final int FEWEST_WORDS = 2;
    /** ... unless they take this many seconds. */
    private static final double SHORTEST_CHANGE = 0.4;

    private final List<Turn> turns;
    private final double longest;

    public SpeakerAssignment(DiarisationResult result) {
        this.turns = result.turns().stream()
                .sorted(Comparator.comparingDouble(Turn::start))
                .toList();
        this.longest = turns.stream().mapToDouble(Turn::duration).max().orElse(0);
    }

    /**
     * @param segments in time order
     * @return the same text with speakers, in time order and numbered from 0; speaker is null where nobody was heard
     */
    public List<Segment> assign(List<Segment> segments) {
        List<Segment> told = new ArrayList<>();
        for (Segment segment : segments) {
            List<Segment> parts = segment.words().isEmpty() ? List.of(whole(segment)) : byWords(segment);
            for (Segment part : parts) {
                told.add(copy(part, told.size(), part.start(), part.end(), part.text(), part.speaker(), part.words()));
            }
        }
        return told;
    }

    private Segment whole(Segment segment) {
        String speaker = speaker(segment.start(), segment.end(), null);
        return copy(segment, 0, segment.start(), segment.end(), segment.text(), speaker, List.of());
    }

    private List<Segment> byWords(Segment segment) {
        List<Run> runs = runs(segment.words());
        List<Segment> parts = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            Run run = runs.get(r);
            // Only where a segment is cut do its edges move to the words'.
            double start = r == 0 ? segment.start() : run.start();
            double end = r == runs.size() - 1 ? segment.end() : run.end();
            String text = runs.size() == 1 ? segment.text() : run.text();
            List<Word> words = run.words().stream()
                    .map(w -> new Word(w.word(), w.start(), w.end(), w.score(), run.speaker()))
                    .toList();
            parts.add(copy(segment, 0, start, end, text, run.speaker(), words));
        }
        return parts;
    }

    /** Words in a row of one speaker. */
    private record Run(@Nullable String speaker, List<Word> words) {

        double start() {
            return words.get(0).start();
        }

        double end() {
            return words.get(words.size() - 1).end();
        }

        String text() {
            return Joined.of(words.stream().map(Word::word).toList());
        }

        boolean isSlip() {
            return words.size() < FEWEST_WORDS && end() - start() < SHORTEST_CHANGE;
        }
    }

    private List<Run> runs(List<Word> words) {
        List<Run> runs = new ArrayList<>();
        String last = null;
        for (Word word : words) {
            String speaker = speaker(word.start(), word.end(), last);
            append(runs, speaker, List.of(word));
            last = speaker;
        }
        List<Run> steady = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            Run run = runs.get(r);
            String speaker = run.speaker();
            if (speaker == null || (run.isSlip() && runs.size() > 1)) {
                // A slip belongs to the words around it.
                Run beside = steady.isEmpty()
                        ? (r + 1 < runs.size() ? runs.get(r + 1) : run)
                        : steady.get(steady.size() - 1);
                speaker = beside.speaker();
            }
            append(steady, speaker, run.words());
        }
        return steady;
    }

    private static void append(List<Run> runs, @Nullable String speaker, List<Word> words) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && Objects.equals(last.speaker(), speaker)) {
            List<Word> joined = new ArrayList<>(last.words());
            joined.addAll(words);
            runs.set(runs.size() - 1, new Run(speaker, joined));
        } else {
            runs.add(new Run(speaker, words));
        }
    }

    /** @param preferred wins where two talk equally long */
    private @Nullable String speaker(double start, double end, @Nullable String preferred) {
        Map<String, Double> seconds = new HashMap<>();
        Turn nearest = null;
        double distance = NEAR;
        for (int i = first(start - NEAR - longest);
                i < turns.size() && turns.get(i).start() < end + NEAR;
                i++) {
            Turn turn = turns.get(i);
            double overlap = Math.min(end, turn.end()) - Math.max(start, turn.start());
            if (overlap > 0) {
                seconds.merge(turn.speaker(), overlap, Double::sum);
            } else if (-overlap < distance) {
                distance = -overlap;
                nearest = turn;
            }
        }
        return seconds.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(entry -> entry.getKey().equals(preferred))
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(nearest == null ? null : nearest.speaker());
    }

    /** Index of the first turn that starts at the time or later. */
    private int first(double time) {
        int low = 0;
        int high = turns.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (turns.get(middle).start() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Segment copy(
            Segment segment,
            int id,
            double start,
            double end,
            String text,
            @Nullable String speaker,
            List<Word> words) {
        return new Segment(
                id, start, end, text, speaker, segment.language(), segment.confidence(), words, segment.flags());
    }
}
