package org.whispernotes.todos;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;

/** Talks for tests. */
public final class Talks {

    /** A Monday. */
    public static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

    private Talks() {}

    /** @param lines {@code "Ann: I'll do it"} each; two seconds a line, half a second apart */
    public static Talk of(String language, String... lines) {
        List<Line> said = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            double start = said.size() * 2.5;
            said.add(new Line(said.size(), start, start + 2, line.substring(0, colon), line.substring(colon + 1)));
        }
        return new Talk(language, said.size() * 2.5, MONDAY, said);
    }

    public static Talk english(String... lines) {
        return of("en", lines);
    }

    /** Two todos: line 2 with its answer, and line 4. */
    public static Talk planning() {
        return english(
                "Ann: Okay, the release is nearly done.",
                "Ben: The tests were red yesterday, but that was the network.",
                "Ann: Ben, could you please send the release notes to the customers by Friday?",
                "Ben: Yes, I'll do that.",
                "Ann: And I'll book the meeting room for Thursday.",
                "Ben: It was too hot in there last time.");
    }

    /** Lines of a talk about nothing that anybody has to do. */
    public static String[] smallTalk(int lines) {
        String[] said = {
            "Ann: The winters here used to be colder, I think.",
            "Ben: My father skated on the lake every year.",
            "Ann: The ice was this thick.",
            "Ben: And now it rains.",
            "Ann: I liked the one with the red roof best.",
            "Ben: That was a bakery once."
        };
        String[] talk = new String[lines];
        for (int i = 0; i < lines; i++) {
            talk[i] = said[i % said.length];
        }
        return talk;
    }
}
