package org.whispernotes.api.session;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.Json;

/** From a row to a {@link Session}. */
final class SessionRows {

    static final String COLUMNS = """
            id, user_id, batch_id, filename, content_type, size_bytes, status, stage, percent, run, from_stage, \
            options::text as options, priority, error_code, error_message, replayable, warnings, video_path, \
            language, duration_seconds, confidence, processing_ms, \
            created_at, updated_at, released_at, started_at, completed_at""";

    private SessionRows() {}

    static Session read(Readable row) {
        return new Session(
                required(row, "id", UUID.class),
                required(row, "user_id", UUID.class),
                row.get("batch_id", UUID.class),
                required(row, "filename", String.class),
                required(row, "content_type", String.class),
                required(row, "size_bytes", Long.class),
                SessionStatus.valueOf(required(row, "status", String.class)),
                stage(required(row, "stage", String.class)),
                required(row, "percent", Double.class),
                required(row, "run", Integer.class),
                stage(required(row, "from_stage", String.class)),
                Json.mapper().readValue(required(row, "options", String.class), SessionOptions.class),
                required(row, "priority", Integer.class),
                row.get("error_code", String.class),
                row.get("error_message", String.class),
                required(row, "replayable", Boolean.class),
                List.of(required(row, "warnings", String[].class)),
                required(row, "video_path", String.class),
                row.get("language", String.class),
                row.get("duration_seconds", Double.class),
                row.get("confidence", Double.class),
                row.get("processing_ms", Long.class),
                required(row, "created_at", Instant.class),
                required(row, "updated_at", Instant.class),
                row.get("released_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("completed_at", Instant.class));
    }

    private static Stage stage(String wireName) {
        return Stage.valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
