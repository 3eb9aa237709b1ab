package org.whispernotes.todos.talk;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognises lines that speak to the software that reads the transcript rather than to people ("ignore your previous
 * instructions and ..."). A transcript is data: such lines are withheld from every engine and nothing may cite them.
 * The patterns are one fence of several; the others are the fixed reply shape and the citation check.
 */
public final class MachineAddress {

    private static final List<Pattern> PATTERNS = List.of(
            compile(
                    "\\b(ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(instructions?|prompts?|rules|guidelines)\\b"),
            compile(
                    "\\b(vergiss|vergessen sie|ignorier\\w*|missachte\\w*)\\b.{0,40}\\b(anweisung\\w*|vorgaben?|regeln|prompts?|instruktion\\w*)\\b"),
            compile("\\b(system|developer) (prompt|message|instructions?)\\b"),
            compile("\\b(reveal|print|repeat|show|output)\\b.{0,30}\\b(your|the) (prompt|instructions)\\b"),
            compile(
                    "\\byou are (now |no longer )?(an? )?(ai|assistant|language model|chatbot|large language model)\\b"),
            compile(
                    "\\b(note|message|attention|instructions?) (to|for) (the |any |all )?(ai|assistants?|llm|language models?|models?|summari[sz]ers?|transcribers?)\\b"),
            compile("\\bas an? (ai|language model|assistant)\\b.{0,40}\\b(must|should|will|add|write|output)\\b"),
            compile(
                    "\\b(hey |dear |okay )?(ai|assistant|chatgpt|llm)\\b[,:].{0,60}\\b(add|write|output|create|delete|mark|include|say)\\b"),
            compile("\\b(end|start|begin) of (the )?(transcript|system|instructions?)\\b"),
            compile("<\\|?/?\\s*(system|user|assistant|im_start|im_end|transcript|tool)\\b"),
            compile("\\[/?(inst|system)\\]"),
            compile("^\\s*(system|assistant|user)\\s*:"),
            compile("\"(todos|task|segment_ids)\"\\s*:"));

    private MachineAddress() {}

    public static boolean matches(String text) {
        return PATTERNS.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }

    private static Pattern compile(String regex) {
        return Pattern.compile(
                regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }
}
