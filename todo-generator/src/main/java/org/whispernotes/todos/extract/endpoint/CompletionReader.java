package org.whispernotes.todos.extract.endpoint;

import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.ExtractionException.Reason;
import org.whispernotes.todos.extract.writing.ChatReply;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the body of a chat completion. A refusal or a filtered answer is no answer. */
final class CompletionReader {

    private static final int LONGEST_ERROR = 200;

    private CompletionReader() {}

    static ChatReply read(String body) throws ExtractionException {
        JsonNode choice;
        try {
            choice = Json.mapper().readTree(body).path("choices").path(0);
        } catch (JacksonException e) {
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the server's answer is not JSON", e);
        }
        JsonNode message = choice.path("message");
        String refusal = message.path("refusal").asString("");
        String finish = choice.path("finish_reason").asString("");
        if (!refusal.isBlank() || finish.equals("content_filter")) {
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model refused to answer");
        }
        String content = message.path("content").asString("");
        // Some servers report a stop although the budget is used up; broken JSON is noticed by the reader of the text.
        boolean cut = finish.equals("length");
        if (content.isBlank() && !cut) {
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model's answer is empty");
        }
        return new ChatReply(content, cut);
    }

    /** Whether a 400 is about {@code response_format}. */
    static boolean rejectsFormat(String body) {
        return body.contains("response_format")
                || body.contains("json_schema")
                || body.contains("json_object")
                || body.contains("grammar");
    }

    /** The server's own words, shortened; keys are never part of them because the body is the server's. */
    static String errorOf(String body) {
        try {
            JsonNode error = Json.mapper().readTree(body).path("error");
            String text =
                    error.isString() ? error.asString() : error.path("message").asString("");
            String clean = text.replaceAll("(?i)(sk|key|bearer)[-_ :][A-Za-z0-9*._-]{6,}", "***")
                    .strip();
            return clean.isEmpty() ? "" : ": " + clean.substring(0, Math.min(LONGEST_ERROR, clean.length()));
        } catch (JacksonException e) {
            return " (an error page)";
        }
    }
}
