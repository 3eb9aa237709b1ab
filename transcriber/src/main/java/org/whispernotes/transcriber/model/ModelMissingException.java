package org.whispernotes.transcriber.model;

import org.whispernotes.model.Problem;

/** A model is not there or not whole: the system's failure, with what to do about it. */
public class ModelMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ModelMissingException(String detail) {
        super(Problem.MODEL_MISSING.sentence() + " (" + detail + ")");
    }
}
