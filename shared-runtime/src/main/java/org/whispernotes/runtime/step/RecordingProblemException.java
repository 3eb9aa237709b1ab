package org.whispernotes.runtime.step;

import org.whispernotes.model.Problem;

/** The recording itself is at fault: the session fails with a code and a sentence, and nothing is retried. */
public class RecordingProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public RecordingProblemException(Problem problem) {
        this(problem, problem.sentence());
    }

    /** @param sentence what exactly, where more is known than the problem's own sentence */
    public RecordingProblemException(Problem problem, String sentence) {
        super(sentence);
        if (problem.kind() != Problem.Kind.RECORDING) {
            throw new IllegalArgumentException(problem + " is not a recording's problem");
        }
        this.problem = problem;
    }

    public RecordingProblemException(Problem problem, String sentence, Throwable cause) {
        this(problem, sentence);
        initCause(cause);
    }

    public Problem problem() {
        return problem;
    }
}
