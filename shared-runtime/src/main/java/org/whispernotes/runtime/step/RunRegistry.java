package org.whispernotes.runtime.step;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.whispernotes.model.message.CancelRun;

/** The runs that this process is working on right now, so that a cancellation reaches them. */
public final class RunRegistry {

    private final Map<RunToken, RunToken> active = new ConcurrentHashMap<>();

    RunToken begin(UUID sessionId, int run) {
        RunToken token = new RunToken(sessionId, run);
        active.put(token, token);
        return token;
    }

    void end(RunToken token) {
        active.remove(token);
    }

    /** Whether this process works on that session right now. */
    public boolean isActive(UUID sessionId) {
        return active.keySet().stream().anyMatch(token -> token.sessionId.equals(sessionId));
    }

    /** Marks every active step of the cancelled runs. */
    public void cancel(CancelRun cancel) {
        for (RunToken token : active.keySet()) {
            if (token.sessionId.equals(cancel.sessionId()) && token.run <= cancel.run()) {
                token.cancelled = true;
            }
        }
    }

    /** One step under way; compared by identity. */
    static final class RunToken {
        final UUID sessionId;
        final int run;
        volatile boolean cancelled;

        private RunToken(UUID sessionId, int run) {
            this.sessionId = sessionId;
            this.run = run;
        }
    }
}
