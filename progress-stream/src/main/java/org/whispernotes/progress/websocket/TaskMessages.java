package org.whispernotes.progress.websocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.hub.FeedItem;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.LogId;
import tools.jackson.databind.JsonNode;

/** One session's feed in the words of the task protocol: {@code {type, taskId, payload}}. */
final class TaskMessages {

    private static final List<String> PROGRESS_FIELDS = List.of("bytesProcessed", "bytesTotal", "processingSpeed");

    private final UUID taskId;
    private final @Nullable LogId begun;
    private @Nullable String stage;

    /** @param begun the oldest entry of the log: the task's duration counts from there */
    TaskMessages(UUID taskId, @Nullable LogId begun) {
        this.taskId = taskId;
        this.begun = begun;
    }

    List<SocketOutput> of(FeedItem item) {
        if (item instanceof FeedItem.Event event) {
            return ofEntry(event.entry());
        }
        if (item instanceof FeedItem.State state) {
            return ofEntry(state.entry());
        }
        if (item instanceof FeedItem.Reset || item instanceof FeedItem.Position) {
            // The state follows as events of its own.
            return List.of();
        }
        FeedItem.Notice notice = (FeedItem.Notice) item;
        return List.of(notice.reconnectIn() == null ? SocketOutput.KeepAlive.PING : SocketOutput.RESTARTING);
    }

    List<SocketOutput> ofState(LogEntry state) {
        return ofEntry(state);
    }

    private List<SocketOutput> ofEntry(LogEntry entry) {
        JsonNode data = entry.tree();
        return switch (entry.event()) {
            case "progress" -> progress(data);
            case "stage" -> stageChange(data.path("toStage").asString(""), data);
            case "queue" -> queued(data);
            case "completed" -> List.of(message("complete", complete(entry, data)));
            case "failed" ->
                List.of(error(
                        taskId,
                        data.path("code").asString(),
                        data.path("message").asString()));
            case "cancelled" -> List.of(error(taskId, "cancelled", "The session was cancelled."));
            default -> List.of();
        };
    }

    private List<SocketOutput> progress(JsonNode data) {
        String now = data.path("stage").asString("");
        List<SocketOutput> messages = new ArrayList<>(stageChange(now, data));
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("percentage", data.path("percent").asDouble());
        payload.put("stage", now);
        for (String field : PROGRESS_FIELDS) {
            if (data.has(field)) {
                payload.put(field, data.get(field));
            }
        }
        payload.put("timestamp", data.path("timestamp"));
        messages.add(message("progress_update", payload));
        messages.addAll(timeEstimate(data));
        return messages;
    }

    private List<SocketOutput> stageChange(String to, JsonNode data) {
        String from = stage;
        if (to.equals(from)) {
            return List.of();
        }
        stage = to;
        if (from == null && !data.has("toStage")) {
            // The first state tells the stage; nothing has changed.
            return List.of();
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("fromStage", from);
        payload.put("toStage", to);
        payload.put("timestamp", data.path("timestamp"));
        return List.of(message("stage_change", payload));
    }

    private List<SocketOutput> queued(JsonNode data) {
        stage = "queue";
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("percentage", 0.0);
        payload.put("stage", "queue");
        payload.put("timestamp", data.path("timestamp"));
        List<SocketOutput> messages = new ArrayList<>(List.of(message("progress_update", payload)));
        messages.addAll(timeEstimate(data));
        return messages;
    }

    private List<SocketOutput> timeEstimate(JsonNode data) {
        if (!data.has("etaSeconds")) {
            return List.of();
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("estimatedTimeRemaining", data.get("etaSeconds"));
        payload.put("confidence", data.has("etaConfidence") ? data.get("etaConfidence") : 0.5);
        return List.of(message("time_estimate", payload));
    }

    private Map<String, Object> complete(LogEntry entry, JsonNode data) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("resultUrl", data.path("resultUrl"));
        payload.put("duration", begun == null ? 0.0 : Math.max(0, entry.id().millis() - begun.millis()) / 1000.0);
        return payload;
    }

    private SocketOutput message(String type, Map<String, Object> payload) {
        return new SocketOutput.Message(envelope(type, taskId, payload));
    }

    static SocketOutput error(@Nullable UUID taskId, Problem problem) {
        return error(taskId, problem.code(), problem.sentence());
    }

    private static SocketOutput error(@Nullable UUID taskId, String code, String message) {
        return new SocketOutput.Message(envelope("error", taskId, Map.of("code", code, "message", message)));
    }

    private static Map<String, Object> envelope(String type, @Nullable UUID taskId, Map<String, Object> payload) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("type", type);
        envelope.put("taskId", taskId);
        envelope.put("payload", payload);
        return envelope;
    }
}
