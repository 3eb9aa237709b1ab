package org.whispernotes.progress.websocket;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Todo;
import org.whispernotes.model.document.Todos;
import org.whispernotes.progress.hub.FeedItem;
import org.whispernotes.progress.log.LogEntry;
import tools.jackson.databind.JsonNode;

/** One session's feed in the words of the meeting protocol: flat objects with a {@code type}. */
final class MeetingMessages {

    /** Assembling tells speakers apart first and then gives them their words. */
    private static final double ALIGNING_FROM_PERCENT = 91;

    private final UUID meeting;
    private final Clock clock;

    MeetingMessages(UUID meeting, Clock clock) {
        this.meeting = meeting;
        this.clock = clock;
    }

    SocketOutput connected() {
        return message(
                "connected",
                Map.of(
                        "meeting_id",
                        meeting,
                        "message",
                        "Connected to the meeting's progress",
                        "timestamp",
                        clock.instant()));
    }

    List<SocketOutput> of(FeedItem item) {
        if (item instanceof FeedItem.Event event) {
            return ofEntry(event.entry());
        }
        if (item instanceof FeedItem.State state) {
            return ofEntry(state.entry());
        }
        if (item instanceof FeedItem.Notice notice) {
            return List.of(notice.reconnectIn() == null ? SocketOutput.KeepAlive.PING : SocketOutput.RESTARTING);
        }
        return List.of();
    }

    private List<SocketOutput> ofEntry(LogEntry entry) {
        JsonNode data = entry.tree();
        Object timestamp = data.path("timestamp");
        return switch (entry.event()) {
            case "progress" ->
                List.of(status(
                        word(data.path("status").asString("")),
                        data.path("message").asString(""),
                        stage(
                                data.path("stage").asString(""),
                                data.path("percent").asDouble()),
                        timestamp));
            case "stage" ->
                List.of(status(
                        word(data.path("status").asString("")),
                        "Now: " + data.path("toStage").asString(""),
                        stage(data.path("toStage").asString(""), 0),
                        timestamp));
            case "queue" ->
                List.of(status(
                        "queued", "Number " + data.path("position").asInt() + " in the queue", "upload", timestamp));
            case "segment" -> List.of(transcript(data.path("segment"), timestamp));
            case "completed" -> List.of(status("completed", "Everything is ready", "done", timestamp));
            case "failed" -> List.of(error(data.path("message").asString("")));
            case "cancelled" -> List.of(error("The session was cancelled."));
            default -> List.of();
        };
    }

    private static SocketOutput transcript(JsonNode segment, Object timestamp) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("speaker", segment.has("speaker") ? segment.get("speaker") : null);
        words.put("text", segment.path("text"));
        words.put("timestamp", segment.path("start"));
        return message("transcript", Map.of("segment", words, "timestamp", timestamp));
    }

    private static SocketOutput status(String status, String message, String stage, Object timestamp) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status);
        fields.put("details", Map.of("message", message, "stage", stage));
        fields.put("timestamp", timestamp);
        return message("status", fields);
    }

    static SocketOutput summary(@Nullable Todos todos) {
        return message(
                "summary",
                Map.of(
                        "summary", todos == null ? "" : todos.summary(),
                        "action_items",
                                todos == null
                                        ? List.of()
                                        : todos.todos().stream().map(Todo::task).toList()));
    }

    static SocketOutput error(String sentence) {
        return message("error", Map.of("error", sentence));
    }

    SocketOutput pong(Instant now) {
        return message("pong", Map.of("timestamp", now));
    }

    private static SocketOutput message(String type, Map<String, Object> fields) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.putAll(fields);
        return new SocketOutput.Message(message);
    }

    private static String word(String status) {
        return status.toLowerCase(Locale.ROOT);
    }

    private static String stage(String ours, double percent) {
        return switch (ours) {
            case "upload", "queue", "prepare" -> "upload";
            case "assemble" -> percent < ALIGNING_FROM_PERCENT ? "diarization" : "alignment";
            case "todos" -> "summary";
            case "done" -> "done";
            default -> "transcription";
        };
    }
}
