package org.whispernotes.model.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.model.session.Stage;

/**
 * {@code work/{sessionId}/{run}/job.json}: what upload-api asked for. While it exists the run is wanted.
 *
 * @param media path of the recording: bucket and key
 * @param sizeBytes of the recording
 * @param recordedAt when the recording was uploaded: "tomorrow" is counted from here
 * @param fromStage where the run begins: {@code PREPARE} or null is all of it, {@code ASSEMBLE} keeps the text that there
 *     is and tells the speakers anew, {@code TODOS} keeps the transcript
 */
public record Job(
        @JsonProperty("session_id") UUID sessionId,
        @JsonProperty("user_id") UUID userId,
        int run,
        String filename,
        String media,
        @JsonProperty("size_bytes") long sizeBytes,
        SessionOptions options,
        @JsonProperty("recorded_at") Instant recordedAt,
        @JsonProperty("from_stage") @Nullable Stage fromStage) {

    /** Whether the words are those of the transcript that an earlier run left. */
    public boolean keepsText() {
        return fromStage == Stage.ASSEMBLE;
    }
}
