package org.whispernotes.progress.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.whispernotes.runtime.Json;
import tools.jackson.databind.JsonNode;

/**
 * One event of a log: its place, its name and its JSON. What a protocol makes of it is made once and shared by all who
 * follow: ten thousand subscribers cost ten thousand writes, not ten thousand encodings.
 */
public final class LogEntry {

    private final LogId id;
    private final String event;
    private final byte[] json;
    private volatile byte @Nullable [] namedFrame;
    private volatile byte @Nullable [] unnamedFrame;
    private volatile @Nullable JsonNode tree;

    public LogEntry(LogId id, String event, byte[] json) {
        this.id = id;
        this.event = event;
        this.json = json;
    }

    /**
     * Reads {@code id \n event \n json}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static LogEntry ofPayload(byte[] payload) {
        int first = indexOfLineEnd(payload, 0);
        int second = indexOfLineEnd(payload, first + 1);
        String id = new String(payload, 0, first, UTF_8);
        byte[] json = new byte[payload.length - second - 1];
        System.arraycopy(payload, second + 1, json, 0, json.length);
        return new LogEntry(
                LogId.parse(id).orElseThrow(() -> new IllegalArgumentException("not a log id: '" + id + "'")),
                new String(payload, first + 1, second - first - 1, UTF_8).intern(),
                json);
    }

    private static int indexOfLineEnd(byte[] payload, int from) {
        for (int i = from; i < payload.length; i++) {
            if (payload[i] == '\n') {
                return i;
            }
        }
        throw new IllegalArgumentException("not a progress entry of three lines");
    }

    public LogId id() {
        return id;
    }

    /** The SSE {@code event:} name. */
    public String event() {
        return event;
    }

    /** UTF-8, one line. Not to be changed. */
    public byte[] json() {
        return json;
    }

    /** The JSON as a tree, parsed once. */
    public JsonNode tree() {
        JsonNode known = tree;
        if (known == null) {
            known = Json.mapper().readTree(json);
            tree = known;
        }
        return known;
    }

    /** Whether the session ends with this event. */
    public boolean isTerminal() {
        return event.equals("completed") || event.equals("failed") || event.equals("cancelled");
    }

    /** Whether it still says something once later events are known: text and todos do, a percentage does not. */
    public boolean addsUp() {
        return event.equals("segment") || event.equals("todos");
    }

    /** This entry as a Server-Sent Event with its id; without its name for clients that only know messages. */
    public byte[] sseFrame(boolean named) {
        byte[] known = named ? namedFrame : unnamedFrame;
        if (known == null) {
            known = encodeSse(id.toString(), named ? event : null, json);
            if (named) {
                namedFrame = known;
            } else {
                unnamedFrame = known;
            }
        }
        return known;
    }

    /** One Server-Sent Event; the line {@code id:} or {@code event:} is left out where it is null. */
    public static byte[] encodeSse(@Nullable String id, @Nullable String event, byte[] data) {
        StringBuilder head = new StringBuilder(64);
        if (id != null) {
            head.append("id: ").append(id).append('\n');
        }
        if (event != null) {
            head.append("event: ").append(event).append('\n');
        }
        byte[] start = head.append("data: ").toString().getBytes(UTF_8);
        byte[] frame = new byte[start.length + data.length + 2];
        System.arraycopy(start, 0, frame, 0, start.length);
        System.arraycopy(data, 0, frame, start.length, data.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    @Override
    public String toString() {
        return id + " " + event;
    }
}
