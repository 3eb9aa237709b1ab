package org.whispernotes.todos.extract.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.whispernotes.todos.cite.DuePhrases;
import org.whispernotes.todos.cite.Words;
import org.whispernotes.todos.extract.DraftTodo;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/** The lines of a window that are todos, quoted. A request and the promise that answers it are one todo. */
final class TodoQuotes {

    private static final Pattern PROMISE = Pattern.compile(
            "\\b(i'll|i will|i'm going to|i'm gonna|i can|let me|i need to|i have to|i've got to|leave (it|that) with me|will do"
                    + "|ich (?!(habe|hatte|war|bin)\\b)\\p{L}+e|mache? ich|schicke ich|kann ich)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern OWN_PROMISE =
            Pattern.compile("(i'll|i will|i'm going to|ich werde|ich schicke|ich mache)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern REQUEST = Pattern.compile(
            "\\b(can|could|would|will) you\\b|\\bplease\\b|\\byou('ll| need to| have to|'re going to| should)\\b|\\bbitte\\b"
                    + "|\\b(kannst|könntest|würdest|musst) du\\b|\\b(können|könnten|würden|müssen) sie\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern FAREWELL = Pattern.compile(
            "\\b(see you (all )?(tomorrow|tonight|next|on|there|then|soon|later|again)|(that is|that's) (everything|all|it) for (today|now)"
                    + "|bis (nächste|zum nächsten|morgen|dann|bald))\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final int SHORT_ANSWER = 9;

    private TodoQuotes() {}

    /** @param unanswered ids of lines that ask what nobody could answer: nobody took these on */
    static List<DraftTodo> of(Talk talk, Window window, LineScores scores, LineModel model, Set<Integer> unanswered) {
        List<DraftTodo> todos = new ArrayList<>();
        for (int at = window.from(); at < window.to(); at++) {
            Line line = talk.lines().get(at);
            if (!(scores.isTodo(at) || scores.soundsLikeTodo(at) && isDatedPromise(line.text()))
                    || unanswered.contains(line.id())
                    || isFarewell(line.text())
                    || MachineAddress.matches(line.text())) {
                continue;
            }
            double confidence = scores.confidence(at);
            List<Integer> cited = new ArrayList<>(List.of(line.id()));
            String assignee = assignee(line, talk);
            String due = DuePhrases.find(line.text()).orElse(null);
            if (at + 1 < window.to() && scores.isTodo(at + 1) && answers(talk, at, model)) {
                Line answer = talk.lines().get(at + 1);
                cited.add(answer.id());
                assignee = PROMISE.matcher(answer.text()).find() ? answer.speaker() : assignee;
                due = due == null ? DuePhrases.find(answer.text()).orElse(null) : due;
                confidence = Math.max(confidence, scores.confidence(at + 1));
                at++;
            }
            todos.add(new DraftTodo(Quotes.of(line.text()), cited, assignee, due, null, null, confidence));
        }
        return todos;
    }

    /** "I will send it by Friday": who says this means it, whatever the lines beside it are. */
    private static boolean isDatedPromise(String text) {
        return OWN_PROMISE.matcher(text).lookingAt() && DuePhrases.find(text).isPresent();
    }

    /** And nothing beside it. */
    static boolean isFarewell(String text) {
        return FAREWELL.matcher(text).find()
                && !PROMISE.matcher(text).find()
                && !REQUEST.matcher(text).find();
    }

    /** Whether the next line is someone else's short promise to do what this one asks for. */
    private static boolean answers(Talk talk, int at, LineModel model) {
        Line request = talk.lines().get(at);
        Line answer = talk.lines().get(at + 1);
        String speaker = request.speaker();
        boolean someoneElse = speaker != null && !speaker.equals(answer.speaker());
        boolean asks = REQUEST.matcher(request.text()).find() || request.text().endsWith("?");
        return someoneElse
                && asks
                && model.words(answer.text()).size() <= SHORT_ANSWER
                && !MachineAddress.matches(answer.text());
    }

    /** A speaker who is named; else the speaker who promises; nobody when it is asked of no one in particular. */
    private static @Nullable String assignee(Line line, Talk talk) {
        Set<String> words = Words.of(line.text());
        Optional<String> named = talk.speakers().stream()
                .filter(speaker -> !speaker.equals(line.speaker()))
                .filter(speaker -> Words.of(speaker).stream()
                        .anyMatch(part -> part.length() > 2 && words.contains(part) && isName(part, line.text())))
                .findFirst();
        if (named.isPresent() && REQUEST.matcher(line.text()).find()) {
            return named.get();
        }
        return PROMISE.matcher(line.text()).find() ? line.speaker() : named.orElse(null);
    }

    /** Written with a capital: "Will" the person, not "will" the verb. */
    private static boolean isName(String part, String text) {
        return Pattern.compile("\\b" + Character.toUpperCase(part.charAt(0)) + Pattern.quote(part.substring(1)) + "\\b")
                .matcher(text)
                .find();
    }
}
