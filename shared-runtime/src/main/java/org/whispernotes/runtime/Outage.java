package org.whispernotes.runtime;

/** A failure that may be nobody's but an unreachable server's: what was to be done is tried until the server is back. */
public interface Outage {

    /** Whether the server did not answer at all; false when it answered with a refusal. */
    boolean isOutage();
}
