package org.whispernotes.runtime.step;

/** Nobody wants the result any more. */
public class StepCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StepCancelledException(String message) {
        super(message);
    }
}
