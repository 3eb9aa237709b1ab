package org.whispernotes.todos.extract;

/**
 * What found the todos.
 *
 * @param name {@code endpoint}, {@code gguf} or {@code embedded}
 * @param model what ran in it
 */
public record EngineDescription(String name, String model) {}
