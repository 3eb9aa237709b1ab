package org.whispernotes.model.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.whispernotes.model.session.SessionOptions;

/**
 * {@code work/{sessionId}/{run}/job.json}: what upload-api asked for. While it exists the run is wanted.
 *
 * @param media path of the recording: bucket and key
 * @param sizeBytes of the recording
 * @param recordedAt when the recording was uploaded: "tomorrow" is counted from here
 */
public record Job(
        @JsonProperty("session_id") UUID sessionId,
        @JsonProperty("user_id") UUID userId,
        int run,
        String filename,
        String media,
        @JsonProperty("size_bytes") long sizeBytes,
        SessionOptions options,
        @JsonProperty("recorded_at") Instant recordedAt) {}
