package org.whispernotes.progress.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.progress.hub.FeedItem;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.runtime.Json;

/**
 * Feed items as Server-Sent Events (WHATWG HTML, 9.2).
 *
 * @param session whose stream it is; null for the stream of all of a user's sessions
 * @param named whether events carry their names; clients that only know messages want none
 */
record SseFrames(@Nullable UUID session, boolean named) {

    byte[] encode(FeedItem item) {
        if (item instanceof FeedItem.Event event) {
            return event.entry().sseFrame(named);
        }
        if (item instanceof FeedItem.State state) {
            return LogEntry.encodeSse(
                    null, named ? state.entry().event() : null, state.entry().json());
        }
        if (item instanceof FeedItem.Position position) {
            // Without data nothing is dispatched, but the client remembers the id.
            return ("id: " + position.id() + "\n\n").getBytes(UTF_8);
        }
        if (item instanceof FeedItem.Reset reset) {
            return control("reset", reset(reset));
        }
        FeedItem.Notice notice = (FeedItem.Notice) item;
        byte[] ping = control("ping", ping(notice));
        Duration reconnectIn = notice.reconnectIn();
        return reconnectIn == null ? ping : join(retry(reconnectIn), ping);
    }

    static byte[] retry(Duration delay) {
        return ("retry: " + delay.toMillis() + "\n\n").getBytes(UTF_8);
    }

    private byte[] control(String event, Map<String, Object> data) {
        return LogEntry.encodeSse(null, named ? event : null, Json.bytes(data));
    }

    private Map<String, Object> reset(FeedItem.Reset reset) {
        Map<String, Object> data = about();
        LogEntry state = reset.state();
        if (state != null) {
            data.put("event", state.event());
            data.put("state", state.tree());
        }
        data.put("timestamp", reset.timestamp());
        return data;
    }

    private Map<String, Object> ping(FeedItem.Notice notice) {
        Map<String, Object> data = about();
        data.put("live", notice.live());
        if (notice.message() != null) {
            data.put("message", notice.message());
        }
        if (notice.reconnectIn() != null) {
            data.put("reconnectMillis", notice.reconnectIn().toMillis());
        }
        data.put("timestamp", notice.timestamp());
        return data;
    }

    private Map<String, Object> about() {
        Map<String, Object> data = new LinkedHashMap<>();
        if (session != null) {
            data.put("sessionId", session);
        }
        return data;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
