package org.whispernotes.runtime.broker;

import org.jspecify.annotations.Nullable;

/** The broker did not take responsibility for a message. */
public class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PublishException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
