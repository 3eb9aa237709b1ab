package org.whispernotes.todos.cite;

import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Priority;

/**
 * The rules for priority, in this order: low when it was called optional or for some day; high when it was called urgent or
 * is due within a day of the recording; otherwise what the engine thinks; medium when it thinks nothing.
 */
final class Priorities {

    private static final Pattern LOW = pattern(
            "no (rush|hurry)|not urgent|some ?day|at some point|when(ever)? you (get|have) (a|the) "
                    + "(chance|time|minute)|nice to have|optional|low priority|if you (get|have) time|eventually"
                    + "|eilt nicht|keine eile|irgendwann|bei gelegenheit|wenn (du|sie) zeit (hast|haben)|nicht dringend");
    private static final Pattern HIGH =
            pattern("urgent(ly)?|asap|as soon as possible|immediately|right away|straight away|critical|"
                    + "(is|are|'s) blocking|blocker|top priority|high priority|before anything else|first thing|emergency"
                    + "|dringend|sofort|unbedingt|so schnell wie möglich|umgehend|höchste priorität");

    private Priorities() {}

    static Priority of(String cited, @Nullable LocalDate due, LocalDate recordedOn, @Nullable Priority opinion) {
        if (LOW.matcher(cited).find()) {
            return Priority.LOW;
        }
        if (HIGH.matcher(cited).find() || (due != null && !due.isAfter(recordedOn.plusDays(1)))) {
            return Priority.HIGH;
        }
        return opinion == null ? Priority.MEDIUM : opinion;
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(
                "(?<![\\p{L}])(?<!\\b(?:not|nicht) )(" + words + ")(?![\\p{L}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
