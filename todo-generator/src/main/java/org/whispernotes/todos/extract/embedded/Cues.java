package org.whispernotes.todos.extract.embedded;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What speakers say when they commit to something or ask for it, English and German. Each pattern is one yes/no feature of a
 * line; their order is part of the trained model.
 */
final class Cues {

    static final List<Pattern> PATTERNS = List.of(
            // 0: I will do it
            cue(
                    "\\bi('ll| will| shall)\\b|\\bi('m| am) (going to|gonna)\\b|\\blet me\\b|\\bich (werde|mache|kümmere|schicke|rufe|kläre|schreibe|prüfe|bringe|frage|besorge|sage)\\b|\\bmach(e)? ich\\b"),
            // 1: you, please
            cue(
                    "\\b(can|could|would|will) (you|somebody|someone|anybody|anyone)\\b|\\bplease\\b|\\bbitte\\b|\\b(kannst|könntest|würdest) du\\b|\\b(können|könnten|würden) sie\\b"),
            // 2: you will
            cue(
                    "\\byou('ll| will|'re going to|'re gonna| are going to| are gonna)\\b|\\byou (need|have) to\\b|\\bdu (musst|solltest)\\b|\\bsie (müssen|müssten|sollten)\\b"),
            // 3: somebody must
            cue(
                    "\\b(someone|somebody|we|they) (need|needs|have|has|ought) to\\b|\\b(we|someone|somebody) (must|should)\\b|\\bneeds? to be\\b|\\bhas to be\\b|\\bwir (müssen|sollten)\\b|\\bmuss (noch )?\\b.*\\bwerden\\b"),
            // 4: todo talk
            cue(
                    "\\b(action (item|point)|to-?do|follow up|remember to|don't forget|note to self|make sure|homework|deadline)\\b|\\bnicht vergessen\\b"),
            // 5: verbs of errands
            cue(
                    "\\b(send|call|ring|phone|e?mail|write|check|book|order|ask|find out|look into|prepare|draft|update|review|schedule|arrange|organi[sz]e|finish|fix|forward|chase|bring|collect|submit|upload|sign|print|contact|confirm)\\b|\\b(schicken|anrufen|schreiben|prüfen|bestellen|fragen|klären|vorbereiten|erledigen|organisieren|ausfüllen|überweisen|schick|schicke|frag)\\b"));

    private Cues() {}

    private static Pattern cue(String regex) {
        return Pattern.compile(
                regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }
}
