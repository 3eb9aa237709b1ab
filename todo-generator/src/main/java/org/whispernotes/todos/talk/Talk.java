package org.whispernotes.todos.talk;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole recording's text, in time order.
 *
 * @param language ISO 639-1 code of most of the speech; null when not known
 * @param duration of the recording, seconds
 * @param recordedOn "tomorrow" is counted from here
 * @param lines in time order
 */
public record Talk(@Nullable String language, double duration, LocalDate recordedOn, List<Line> lines) {

    public Talk {
        lines = List.copyOf(lines);
    }

    /** From segment id to position in {@link #lines()}. */
    public Map<Integer, Integer> positions() {
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            positions.put(lines.get(i).id(), i);
        }
        return positions;
    }

    /** Labels of all speakers, in order of appearance. */
    public Set<String> speakers() {
        Set<String> speakers = new LinkedHashSet<>();
        lines.forEach(line -> Optional.ofNullable(line.speaker()).ifPresent(speakers::add));
        return speakers;
    }

    public boolean isGerman() {
        return "de".equals(language);
    }
}
