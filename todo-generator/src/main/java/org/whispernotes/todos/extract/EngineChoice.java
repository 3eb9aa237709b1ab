package org.whispernotes.todos.extract;

import org.jspecify.annotations.Nullable;

/**
 * Which engine is asked for.
 *
 * @param engine its name; null or {@code auto} is the best there is
 * @param model what is to run in it; null is what it has
 */
public record EngineChoice(
        @Nullable String engine, @Nullable String model) {

    public static EngineChoice of(@Nullable String engine) {
        return new EngineChoice(engine, null);
    }
}
