package org.whispernotes.bench.todos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;

/**
 * A meeting with the lines that people linked to its action items: one JSON object a line in the file.
 *
 * @param speakers letter to role
 * @param actions what is to be done, with the ids of the lines that say so; likewise the others
 */
public record Meeting(
        String meeting,
        Map<String, String> speakers,
        List<Utterance> utterances,
        List<Item> actions,
        List<Item> decisions,
        List<Item> problems) {

    public record Utterance(String id, String sp, double start, double end, String text) {}

    public record Item(String text, List<String> links) {}

    /**
     * All meetings of a file.
     *
     * @param file JSON lines, gzipped or not
     */
    public static List<Meeting> read(Path file) throws IOException {
        List<Meeting> meetings = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    meetings.add(Json.mapper().readValue(line, Meeting.class));
                }
            }
        }
        return meetings;
    }

    /** Segment ids are positions in {@link #utterances}. */
    public Talk talk(@Nullable String language) {
        List<Line> lines = new ArrayList<>();
        for (Utterance utterance : utterances) {
            String speaker = speakers.getOrDefault(utterance.sp(), utterance.sp());
            lines.add(new Line(lines.size(), utterance.start(), utterance.end(), speaker, utterance.text()));
        }
        double duration = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).end();
        return new Talk(language, duration, LocalDate.of(2026, 3, 2), lines);
    }

    /** Of all that was said. */
    int characters() {
        return utterances.stream()
                .mapToInt(utterance -> utterance.text().length())
                .sum();
    }

    /** Positions of the linked lines, item by item; items without a line of this meeting are left out. */
    public List<Set<Integer>> linked(List<Item> items) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < utterances.size(); i++) {
            positions.put(utterances.get(i).id(), i);
        }
        List<Set<Integer>> linked = new ArrayList<>();
        for (Item item : items) {
            Set<Integer> lines = new TreeSet<>();
            item.links().stream().map(positions::get).filter(Objects::nonNull).forEach(lines::add);
            if (!lines.isEmpty()) {
                linked.add(lines);
            }
        }
        return linked;
    }
}
