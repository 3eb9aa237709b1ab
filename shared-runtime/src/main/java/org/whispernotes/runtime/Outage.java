package org.whispernotes.runtime;

import org.jspecify.annotations.Nullable;

/** A failure that may be nobody's but an unreachable server's: what was to be done is tried until the server is back. */
public interface Outage {

    /** Whether the server did not answer at all; false when it answered with a refusal. */
    boolean isOutage();

    /** Whether such a failure is the reason, or the reason of the reason. */
    static boolean isBehind(Throwable failure) {
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof Outage outage && outage.isOutage()) {
                return true;
            }
        }
        return false;
    }
}
