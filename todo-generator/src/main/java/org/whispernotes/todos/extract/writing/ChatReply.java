package org.whispernotes.todos.extract.writing;

/**
 * An answer.
 *
 * @param text what the model wrote
 * @param cut whether it ran into its length limit, so that the JSON is likely broken
 */
public record ChatReply(String text, boolean cut) {}
