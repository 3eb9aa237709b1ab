package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Groups text tokens into words, as Whisper's tokenizer does: at blanks, or, in languages that are written without
 * them, at characters; punctuation belongs to its word.
 */
final class WordSplitter {

    private static final Set<String> WITHOUT_BLANKS = Set.of("zh", "ja", "th", "lo", "my", "yue");
    private static final String OPENING = "\"'“¿([{-«";
    private static final String CLOSING = "\"'.。,，!！?？:：”)]}、»;…";
    private static final char UNFINISHED = '\uFFFD';

    private final Vocabulary vocabulary;

    WordSplitter(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Consecutive tokens that make a word.
     *
     * @param text with its leading blank, if any
     * @param from index of the first token
     * @param to index after the last token
     */
    record Group(String text, int from, int to) {

        private Group join(Group next) {
            return new Group(text + next.text, from, next.to);
        }
    }

    List<Group> split(List<Integer> tokens, String language) {
        List<Group> characters = characters(tokens);
        List<Group> words = WITHOUT_BLANKS.contains(language) ? characters : atBlanks(characters);
        return closed(opened(words));
    }

    /** The shortest runs of tokens that are whole characters. */
    private List<Group> characters(List<Integer> tokens) {
        List<Group> groups = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            String text = vocabulary.text(tokens.subList(from, i + 1));
            if (text.indexOf(UNFINISHED) < 0 || i + 1 == tokens.size()) {
                groups.add(new Group(text, from, i + 1));
                from = i + 1;
            }
        }
        return groups;
    }

    private static List<Group> atBlanks(List<Group> characters) {
        List<Group> words = new ArrayList<>();
        for (Group group : characters) {
            if (words.isEmpty()
                    || group.text().startsWith(" ")
                    || isPunctuation(group.text().strip())) {
                words.add(group);
            } else {
                words.add(words.remove(words.size() - 1).join(group));
            }
        }
        return words;
    }

    /** Opening marks go to the word after them. */
    private static List<Group> opened(List<Group> words) {
        List<Group> joined = new ArrayList<>();
        for (int i = words.size() - 1; i >= 0; i--) {
            Group word = words.get(i);
            boolean opening = word.text().startsWith(" ") && isOneOf(word.text().strip(), OPENING);
            if (opening && !joined.isEmpty()) {
                joined.set(0, word.join(joined.get(0)));
            } else {
                joined.add(0, word);
            }
        }
        return joined;
    }

    /** Closing marks go to the word before them. */
    private static List<Group> closed(List<Group> words) {
        List<Group> joined = new ArrayList<>();
        for (Group word : words) {
            if (!joined.isEmpty() && isOneOf(word.text(), CLOSING)) {
                joined.add(joined.remove(joined.size() - 1).join(word));
            } else {
                joined.add(word);
            }
        }
        return joined;
    }

    private static boolean isPunctuation(String text) {
        return text.length() == 1 && text.charAt(0) < 128 && !Character.isLetterOrDigit(text.charAt(0));
    }

    private static boolean isOneOf(String text, String marks) {
        return !text.isEmpty() && text.chars().allMatch(c -> marks.indexOf(c) >= 0);
    }
}
