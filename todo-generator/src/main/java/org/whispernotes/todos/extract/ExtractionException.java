package org.whispernotes.todos.extract;

/** An engine has no findings for a window, after all the tries it allows itself. Never carries a key. */
public class ExtractionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What that says about the next window. */
    public enum Reason {
        /** It does not answer, or not in time: the next window would fare no better. */
        ENGINE_AWAY("todos-engine-away"),
        /** It answered with something that can't be used, or refused: another window may fare better. */
        REPLY_UNUSABLE("todos-reply-unusable");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** As it stands in the document's warnings. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;

    public ExtractionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ExtractionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
