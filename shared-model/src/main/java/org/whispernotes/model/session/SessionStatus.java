package org.whispernotes.model.session;

/** Where a session stands. */
public enum SessionStatus {
    UPLOADING,
    QUEUED,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen by itself. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
