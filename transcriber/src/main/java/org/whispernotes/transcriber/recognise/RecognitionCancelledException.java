package org.whispernotes.transcriber.recognise;

/** The listener asked to stop. */
public class RecognitionCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RecognitionCancelledException() {
        super("recognition was cancelled");
    }
}
