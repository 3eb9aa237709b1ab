package org.whispernotes.todos.extract.writing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;
import tools.jackson.databind.JsonNode;

/**
 * The prompts, which are versioned files beside this class's package: a changed prompt is a new file, so that a result can
 * be traced to the words that asked for it.
 */
final class Prompts {

    static final String VERSION = "v1";

    /** Characters of instructions, and of vocabulary: the room is the talk's. */
    private static final int LONGEST_WISH = 4000;

    private static final String FOLDER = "/org/whispernotes/todos/prompts/";

    private final String window = text("window." + VERSION + ".txt");
    private final String overview = text("overview." + VERSION + ".txt");
    private final JsonNode windowSchema = Json.mapper().readTree(text("window." + VERSION + ".schema.json"));
    private final JsonNode overviewSchema = Json.mapper().readTree(text("overview." + VERSION + ".schema.json"));

    ChatRequest window(Talk talk, Window part, Guidance guidance, int maxTokens) {
        StringBuilder lines = new StringBuilder();
        for (Line line : talk.lines().subList(part.from(), part.to())) {
            lines.append(written(line)).append('\n');
        }
        String names = names(talk.speakers());
        return new ChatRequest(
                fill(window, talk, guidance),
                "Speakers: %s%nTranscript:%n%s".formatted(names, lines),
                AnswerShape.fitting(windowSchema, maxTokens),
                "findings",
                maxTokens);
    }

    /** @param notes one line of the windows' overviews each */
    ChatRequest overview(Talk talk, List<String> notes, Guidance guidance, int maxTokens) {
        StringBuilder numbered = new StringBuilder();
        for (int i = 0; i < notes.size(); i++) {
            numbered.append('[').append(i).append("] ").append(notes.get(i)).append('\n');
        }
        return new ChatRequest(
                fill(overview, talk, guidance),
                "Notes:\n" + numbered,
                AnswerShape.fitting(overviewSchema, maxTokens),
                "overview",
                maxTokens);
    }

    /** A line can't forge another: it holds no line break, and what is addressed to the model is left out. */
    private static String written(Line line) {
        String text = MachineAddress.matches(line.text()) ? "(inaudible)" : line.text();
        String speaker = line.speaker() == null ? "" : line.speaker().replaceAll("[\\[\\]:\\r\\n]", " ") + ": ";
        return "[" + line.id() + "] " + speaker + text;
    }

    private static String names(Set<String> speakers) {
        return speakers.isEmpty()
                ? "not told apart"
                : String.join(", ", speakers).replaceAll("[\\r\\n]", " ");
    }

    private static String fill(String template, Talk talk, Guidance guidance) {
        String code = guidance.language() != null ? guidance.language() : talk.language();
        String language = code == null
                ? "the language of the transcript"
                : Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH);
        String wishes = guidance.instructions() == null
                ? ""
                : shortened(guidance.instructions().strip());
        String extra = wishes.isEmpty() ? "" : "\nThe user's wishes about style and focus:\n" + wishes + "\n";
        String terms = shortened(String.join(", ", guidance.vocabulary()));
        String spelling = terms.isEmpty() ? "" : "\nSpell these so: " + terms + "\n";
        return template.replace("{language}", language).replace("{extra}", extra + spelling);
    }

    private static String shortened(String wish) {
        return wish.length() > LONGEST_WISH ? wish.substring(0, LONGEST_WISH) : wish;
    }

    private static String text(String name) {
        try (InputStream in = Prompts.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
