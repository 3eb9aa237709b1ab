package org.whispernotes.todos.extract.writing;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema whose lists and sentences an answer of a given length has room for. A weak model fills every list and every
 * sentence that the schema allows; where that doesn't fit into its answer, the answer is cut and all of it is lost.
 */
final class AnswerShape {

    /** An answer of this length has room for what the schema files allow. */
    private static final int USUAL_TOKENS = 1500;

    private static final int SHORTEST_SENTENCE = 120;

    private AnswerShape() {}

    /** The schema itself from {@value #USUAL_TOKENS} tokens on; below that, lists shrink faster than their sentences. */
    static JsonNode fitting(JsonNode schema, int maxTokens) {
        if (maxTokens >= USUAL_TOKENS) {
            return schema;
        }
        JsonNode fitting = schema.deepCopy();
        shrink(fitting, (double) maxTokens / USUAL_TOKENS);
        return fitting;
    }

    private static void shrink(JsonNode node, double room) {
        if (node instanceof ObjectNode object) {
            int items = object.path("maxItems").asInt(0);
            if (items > 0) {
                boolean numbers = object.path("items").path("type").asString("").equals("integer");
                double share = numbers ? room : room * room;
                object.put("maxItems", Math.max(1, (int) Math.round(items * share)));
            }
            int length = object.path("maxLength").asInt(0);
            if (length > SHORTEST_SENTENCE) {
                object.put("maxLength", Math.max(SHORTEST_SENTENCE, (int) Math.round(length * room)));
            }
        }
        node.forEach(child -> shrink(child, room));
    }
}
