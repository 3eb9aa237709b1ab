package org.whispernotes.todos.extract;

/** The run is no longer wanted: stop without a result. */
public class ExtractionCancelledException extends Exception {

    private static final long serialVersionUID = 1L;

    public ExtractionCancelledException() {
        super("cancelled");
    }
}
