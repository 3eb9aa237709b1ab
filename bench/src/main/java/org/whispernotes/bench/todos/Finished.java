package org.whispernotes.bench.todos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;

/** Meetings that are done, one JSON line each, so that a measurement of hours goes on where it was stopped. */
final class Finished {

    private final @Nullable Path file;
    private final Map<String, Outcome> known = new HashMap<>();

    /** @param file made when it isn't there; null: nothing is kept */
    Finished(@Nullable Path file) throws IOException {
        this.file = file;
        if (file != null && Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                Outcome outcome = Json.mapper().readValue(line, Outcome.class);
                known.put(key(outcome.engine(), outcome.meeting()), outcome);
            }
        }
    }

    Optional<Outcome> find(String engine, String meeting) {
        return Optional.ofNullable(known.get(key(engine, meeting)));
    }

    void add(Outcome outcome) throws IOException {
        if (file != null) {
            Files.writeString(file, Json.text(outcome) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static String key(String engine, String meeting) {
        return engine + " " + meeting;
    }
}
