package org.whispernotes.model.progress;

import java.util.UUID;

/** Names in Redis. All of it is temporary: losing it loses no work. */
public final class ProgressKeys {

    /** Fields of an entry of the {@link #events(UUID)} stream. */
    public static final String EVENT_FIELD = "event";

    public static final String DATA_FIELD = "data";
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

    public static String recent(UUID userId) {
        return "cache:recent:" + userId;
    }
}
