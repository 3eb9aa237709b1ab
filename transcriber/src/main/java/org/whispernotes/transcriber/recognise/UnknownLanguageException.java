package org.whispernotes.transcriber.recognise;

/** The model does not know the language that was asked for. */
public class UnknownLanguageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownLanguageException(String language) {
        super("the model does not know the language '" + language + "'");
    }
}
