package org.whispernotes.progress.hub;

import org.jspecify.annotations.Nullable;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.LogId;

/** How far one follower has come in its log. Used by one signal after the other, never by two at once. */
final class Cursor {

    private @Nullable LogId place;
    private boolean stateTold;

    Cursor(@Nullable LogId place) {
        this.place = place;
    }

    /** Null when the follower knows nothing yet. */
    @Nullable
    LogId place() {
        return place;
    }

    void moveTo(LogId id) {
        place = id;
        stateTold = true;
    }

    /** Whether this connection has been told where things stand. */
    boolean isStateTold() {
        return stateTold;
    }

    void stateIsTold() {
        stateTold = true;
    }

    /** Takes an announced entry; false when it is known already, or when the log must be read first. */
    boolean advanceTo(LogEntry entry) {
        if (!stateTold || place == null || !entry.id().isAfter(place)) {
            return false;
        }
        place = entry.id();
        return true;
    }
}
