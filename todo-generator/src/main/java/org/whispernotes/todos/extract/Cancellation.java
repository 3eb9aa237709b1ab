package org.whispernotes.todos.extract;

/** Whether the run is still wanted. Cheap: asked many times a second. */
@FunctionalInterface
public interface Cancellation {

    boolean isCancelled();

    /**
     * Does nothing while the run is wanted.
     *
     * @throws ExtractionCancelledException when the run is no longer wanted
     */
    default void check() throws ExtractionCancelledException {
        if (isCancelled()) {
            throw new ExtractionCancelledException();
        }
    }
}
