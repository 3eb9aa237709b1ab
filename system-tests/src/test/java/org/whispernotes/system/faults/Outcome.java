package org.whispernotes.system.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * What became of the sessions of one case.
 *
 * @param where how far they were when it struck
 * @param seconds from the first byte sent until the last one was completed
 * @param completed of {@code sessions}
 * @param equal whose transcript and todos are those of an undisturbed run
 * @param doubled objects, segments or sessions that should not be there
 * @param deadLetters of any kind that were added
 * @param cleanAfter seconds from the last completion until every queue and {@code work/} were empty
 */
record Outcome(
        String name,
        String where,
        int sessions,
        double seconds,
        double lost,
        long completed,
        int equal,
        List<String> doubled,
        long deadLetters,
        double cleanAfter,
        List<String> failures) {

    private static final Path FILE = Path.of("target", "faults", "cases.md");
    private static final String HEAD =
            "| what happened | where the sessions were | completed | same text | doubled | dead letters | took, s"
                    + " | lost, s | clean after, s |\n|---|---|---|---|---|---|---|---|---|\n";

    boolean isFlawless() {
        return completed == sessions
                && equal == sessions
                && doubled.isEmpty()
                && deadLetters == 0
                && failures.isEmpty();
    }

    /** Whether the table has a line of that name. */
    static boolean isRecorded(String name) {
        try {
            return Files.exists(FILE) && Files.readString(FILE).contains("| " + name + " |");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line of the report's table. */
    void append() {
        try {
            Files.createDirectories(FILE.getParent());
            if (!Files.exists(FILE)) {
                Files.writeString(FILE, HEAD);
            }
            Files.writeString(
                    FILE,
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %d of %d | %d | %d | %d | %.1f | %.1f | %.1f |%s%n",
                            name,
                            where,
                            completed,
                            sessions,
                            equal,
                            doubled.size(),
                            deadLetters,
                            seconds,
                            lost,
                            cleanAfter,
                            failures.isEmpty() ? "" : " " + failures),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
