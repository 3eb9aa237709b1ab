package org.whispernotes.model.message;

/** Headers beside the payload. */
public final class MessageHeaders {

    public static final String SESSION_ID = "x-session-id";
    public static final String RUN = "x-run";
    public static final String STEP = "x-step";
    /** Counts failed attempts that were retried, from 1. */
    public static final String ATTEMPT = "x-attempt";

    public static final String SCHEMA_VERSION = "x-schema-version";
    /** W3C trace context. */
    public static final String TRACE_PARENT = "traceparent";

    /** Cause headers of a dead letter. */
    public static final String EXCEPTION_CLASS = "x-exception-class";

    public static final String EXCEPTION_MESSAGE = "x-exception-message";
    public static final String EXCEPTION_STACK = "x-exception-stack";
    public static final String ORIGINAL_QUEUE = "x-original-queue";
    public static final String HOST = "x-host";
    public static final String WORKER_ID = "x-worker-id";
    /** When the first attempt failed, ISO 8601. */
    public static final String FIRST_FAILED_AT = "x-first-failed-at";
    /** When the last attempt failed, ISO 8601. */
    public static final String LAST_FAILED_AT = "x-last-failed-at";
    /** Set when an administrator replays a dead letter: that dead letter's id. */
    public static final String REPLAY_OF = "x-replay-of";

    private MessageHeaders() {}
}
