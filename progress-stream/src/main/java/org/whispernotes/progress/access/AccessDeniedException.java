package org.whispernotes.progress.access;

import org.whispernotes.model.Problem;

/** The request is refused; {@link #problem} says why. */
public final class AccessDeniedException extends RuntimeException {

    private final Problem problem;

    public AccessDeniedException(Problem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
