package org.whispernotes.runtime.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Outage;

/** The store did not answer, or answered with a refusal: worth trying again later. */
public class StoreException extends RuntimeException implements Outage {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }

    /** Whether the connection failed, rather than the request. */
    @Override
    public boolean isOutage() {
        for (@Nullable Throwable e = getCause(); e != null; e = e.getCause()) {
            if (e instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
