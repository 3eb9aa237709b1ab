package org.whispernotes.todos.cite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * The lines that a claim cites, and those around them. Only lines that exist, lie in the window that the engine saw and
 * speak to people count.
 *
 * @param lines in time order; not empty
 * @param around the cited lines and two on either side, within the window
 */
public record CitedText(List<Line> lines, List<Line> around) {

    private static final int NEIGHBOURS = 2;

    /** The lines of these ids; empty when nothing citable is left. */
    static Optional<CitedText> of(Talk talk, Map<Integer, Integer> positions, Window window, List<Integer> ids) {
        List<Integer> cited = ids.stream()
                .map(positions::get)
                .filter(at -> at != null && at >= window.from() && at < window.to())
                .filter(at -> !MachineAddress.matches(talk.lines().get(at).text()))
                .distinct()
                .sorted()
                .toList();
        if (cited.isEmpty()) {
            return Optional.empty();
        }
        List<Line> around = new ArrayList<>();
        int last = -1;
        for (int at : cited) {
            for (int near = Math.max(last + 1, at - NEIGHBOURS); near <= at + NEIGHBOURS; near++) {
                if (near >= window.from()
                        && near < window.to()
                        && !MachineAddress.matches(talk.lines().get(near).text())) {
                    around.add(talk.lines().get(near));
                }
                last = Math.max(last, near);
            }
        }
        return Optional.of(new CitedText(cited.stream().map(talk.lines()::get).toList(), around));
    }

    List<Integer> ids() {
        return lines.stream().map(Line::id).toList();
    }

    /** The cited words. */
    String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining(" "));
    }

    /** The cited words and those around them. */
    String textAround() {
        return around.stream().map(Line::text).collect(Collectors.joining(" "));
    }

    Line first() {
        return lines.get(0);
    }
}
