package org.whispernotes.todos.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Priority;
import org.whispernotes.todos.cite.CheckedLine;
import org.whispernotes.todos.cite.CheckedTodo;
import org.whispernotes.todos.cite.Words;

/**
 * One list out of the windows' lists. Two todos are the same when they cite a common line and share half of their words, or
 * when, wherever they were said, they share nearly all of them and nobody else is to do it: the recap at the end of a
 * meeting repeats what was said before. The earlier wording stays, citations and what the other one knew are added.
 */
public final class Merge {

    private static final double SAME_PLACE = 0.5;
    private static final double SAME_WORDS = 0.8;
    private static final int ENOUGH_WORDS = 3;

    private Merge() {}

    /** In time order. */
    public static List<CheckedTodo> todos(List<CheckedTodo> todos) {
        List<CheckedTodo> merged = new ArrayList<>();
        List<CheckedTodo> ordered = todos.stream()
                .sorted(Comparator.comparingDouble(CheckedTodo::start))
                .toList();
        for (CheckedTodo todo : ordered) {
            int same = indexOfSame(merged, todo);
            if (same < 0) {
                merged.add(todo);
            } else {
                merged.set(same, both(merged.get(same), todo));
            }
        }
        return merged;
    }

    /** In time order, each only once. */
    public static List<CheckedLine> lines(List<CheckedLine> lines) {
        List<CheckedLine> merged = new ArrayList<>();
        List<CheckedLine> ordered = lines.stream()
                .sorted(Comparator.comparingDouble(CheckedLine::start))
                .toList();
        for (CheckedLine line : ordered) {
            boolean known = merged.stream()
                    .anyMatch(other -> same(
                            Words.stems(other.text()),
                            Words.stems(line.text()),
                            other.segmentIds(),
                            line.segmentIds()));
            if (!known) {
                merged.add(line);
            }
        }
        return merged;
    }

    private static int indexOfSame(List<CheckedTodo> merged, CheckedTodo todo) {
        Set<String> stems = Words.stems(todo.task());
        for (int i = 0; i < merged.size(); i++) {
            CheckedTodo other = merged.get(i);
            boolean someoneElse = todo.assignee() != null
                    && other.assignee() != null
                    && !todo.assignee().equals(other.assignee());
            if (!someoneElse && same(Words.stems(other.task()), stems, other.segmentIds(), todo.segmentIds())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(Set<String> a, Set<String> b, List<Integer> placesA, List<Integer> placesB) {
        Set<Integer> common = new HashSet<>(placesA);
        common.retainAll(placesB);
        double overlap = Words.overlap(a, b);
        if (!common.isEmpty()) {
            return overlap >= SAME_PLACE || (a.isEmpty() && b.isEmpty()); // "will do", seen by two windows
        }
        return overlap >= SAME_WORDS && Math.min(a.size(), b.size()) >= ENOUGH_WORDS;
    }

    private static CheckedTodo both(CheckedTodo first, CheckedTodo second) {
        Set<Integer> segments = new TreeSet<>(first.segmentIds());
        segments.addAll(second.segmentIds());
        String context = first.context().contains(second.context())
                ? first.context()
                : first.context() + " … " + second.context();
        boolean firstHasDue = first.dueText() != null;
        return new CheckedTodo(
                first.task(),
                List.copyOf(segments),
                first.start(),
                context,
                either(first.assignee(), second.assignee()),
                firstHasDue ? first.due() : second.due(),
                firstHasDue ? first.dueText() : second.dueText(),
                higher(first.priority(), second.priority()),
                either(first.minutes(), second.minutes()),
                greater(first.confidence(), second.confidence()));
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }

    private static Priority higher(Priority first, Priority second) {
        return first.compareTo(second) <= 0 ? first : second;
    }

    private static @Nullable Double greater(@Nullable Double first, @Nullable Double second) {
        return first == null || second == null ? either(first, second) : Double.valueOf(Math.max(first, second));
    }
}
