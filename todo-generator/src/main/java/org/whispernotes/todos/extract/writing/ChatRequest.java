package org.whispernotes.todos.extract.writing;

import tools.jackson.databind.JsonNode;

/**
 * A question with the shape of its answer.
 *
 * @param system what to do
 * @param user the material, which is data
 * @param schema JSON schema that the answer must follow
 * @param schemaName name of the schema, letters and underscores
 * @param maxTokens length of the answer at most
 */
public record ChatRequest(String system, String user, JsonNode schema, String schemaName, int maxTokens) {}
