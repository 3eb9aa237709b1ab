package org.whispernotes.model.progress;

import java.util.UUID;

/** Names in Redis. All of it is temporary: losing it loses no work. */
public final class ProgressKeys {

    /** Fields of an entry of the {@link #events(UUID)} stream. */
    public static final String EVENT_FIELD = "event";

    public static final String DATA_FIELD = "data";
    /** Field of an entry of the {@link #userEvents(UUID)} stream: whose log has the entry of the same id. */
    public static final String SESSION_FIELD = "session";

    public static final String QUEUE_STATS = "queue:stats";

    private ProgressKeys() {}

    /** The latest {@code progress} or terminal event: {@code id \n event \n json}; 24 h. */
    public static String snapshot(UUID sessionId) {
        return "progress:" + sessionId;
    }

    /** The capped stream of events; its entry ids are the SSE ids; 24 h. */
    public static String events(UUID sessionId) {
        return "events:" + sessionId;
    }

    /** Pub/sub channel of a session: {@code id \n event \n json}. */
    public static String channel(UUID sessionId) {
        return "progress:" + sessionId;
    }

    /** Pub/sub channel of all sessions of a user, same payload. */
    public static String userChannel(UUID userId) {
        return "progress:user:" + userId;
    }

    /** The user whose session it is; 24 h. */
    public static String owner(UUID sessionId) {
        return "owner:" + sessionId;
    }

    /** The capped stream over all sessions of a user: only ids, the entries are in the sessions' logs; 24 h. */
    public static String userEvents(UUID userId) {
        return "events:user:" + userId;
    }

    /** Sorted set of the user's sessions by the milliseconds of their last event; 24 h. */
    public static String userSessions(UUID userId) {
        return "sessions:user:" + userId;
    }

    /** Set of the clients that came back after the end and were told it once more. */
    public static String told(UUID sessionId) {
        return "told:" + sessionId;
    }

    public static String recent(UUID userId) {
        return "cache:recent:" + userId;
    }
}
