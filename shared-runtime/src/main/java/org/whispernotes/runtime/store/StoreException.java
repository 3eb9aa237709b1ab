package org.whispernotes.runtime.store;

/** The store did not answer, or answered with a refusal: worth trying again later. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }
}
