package org.whispernotes.todos.extract.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.MachineAddress;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * Decisions and open questions, by what people say when they settle something and when they can't. Meant to miss many rather
 * than to be wrong: a line that only sounds a bit like it is not quoted.
 */
final class SummaryCues {

    private static final Pattern DECISION = pattern(
            "we('ve| have)? (all )?(agreed?|decided?|settled|resolved?)\\b|let's (agree|go with|settle)|we('ll| will) go with|"
                    + "(it's|that's|it is|that is) (decided|agreed|settled)|(from now on|from \\p{L}+ on)\\b|all in favour|carried\\b|"
                    + "i (propose|move) (that )?we|the decision is|we('re| are) (not )?going with|then we resolve|we resolve|let's do that,|"
                    + "wir (nehmen|machen) (ab jetzt|das jetzt)|ab jetzt|ab sofort|wir haben (beschlossen|entschieden|uns entschieden|uns geeinigt)|"
                    + "(das ist|ist damit) beschlossen|einigen wir uns|dann bleibt es bei");
    private static final Pattern VOTE = pattern("all in favour|all agreed");
    private static final Pattern ASKING =
            Pattern.compile("\\?\\s*$|\\b(i wonder|ich frage mich)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNANSWERED = pattern(
            "(i|we) (really |honestly |just )?(don't|do not) (actually )?know|no idea|not sure|good question|nobody (knows|has ever)|"
                    + "don't know who|(that's|it's) (still )?(open|unclear)|we'll (have to )?see\\b|remains to be seen|depends\\b|"
                    + "(another|some other) time|keine ahnung|wei(ß|ss) (ich|man) nicht|noch offen|noch nicht fest|unklar|gute frage|mal sehen");
    private static final int ANSWER_WITHIN = 2;
    private static final int SHORTEST = 3;
    private static final double CLEARLY_NOT = -5.5;

    private SummaryCues() {}

    static List<DraftLine> decisions(Talk talk, Window window, LineScores scores) {
        List<DraftLine> decisions = new ArrayList<>();
        for (int at = window.from(); at < window.to(); at++) {
            Line line = talk.lines().get(at);
            boolean question =
                    line.text().endsWith("?") && !VOTE.matcher(line.text()).find();
            if (DECISION.matcher(line.text()).find()
                    && !question
                    && scores.decision()[at] > CLEARLY_NOT
                    && citable(line)) {
                decisions.add(EmbeddedExtractor.quoted(line, TalkFeatures.sigmoid(scores.decision()[at])));
            }
        }
        return decisions;
    }

    static List<DraftLine> openQuestions(Talk talk, Window window) {
        List<DraftLine> questions = new ArrayList<>();
        for (int at = window.from(); at < window.to(); at++) {
            Line line = talk.lines().get(at);
            if (!ASKING.matcher(line.text()).find() || !citable(line)) {
                continue;
            }
            for (int next = at + 1; next <= Math.min(at + ANSWER_WITHIN, window.to() - 1); next++) {
                Line answer = talk.lines().get(next);
                if (UNANSWERED.matcher(answer.text()).find() && citable(answer)) {
                    questions.add(new DraftLine(Quotes.of(line.text()), List.of(line.id(), answer.id()), null));
                    break;
                }
            }
        }
        return questions;
    }

    private static boolean citable(Line line) {
        return line.text().split(" ").length >= SHORTEST && !MachineAddress.matches(line.text());
    }

    private static Pattern pattern(String words) {
        return Pattern.compile("(?<!\\p{L})(?:" + words + ")", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
