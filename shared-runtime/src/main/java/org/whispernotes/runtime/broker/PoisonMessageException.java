package org.whispernotes.runtime.broker;

import org.jspecify.annotations.Nullable;

/** A message that no repetition will make readable: dead-lettered at once. */
class PoisonMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    PoisonMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
