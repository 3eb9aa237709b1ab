package org.whispernotes.runtime.step;

import java.time.Duration;

/** The step ran longer than allowed. */
public class StepTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepTimeoutException(String step, Duration limit) {
        super(step + " took longer than notes.step.timeout (" + limit + ")");
    }
}
