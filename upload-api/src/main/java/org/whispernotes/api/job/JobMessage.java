package org.whispernotes.api.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server says on {@code /ws/jobs}. */
sealed interface JobMessage {

    /** As the protocol knows it. */
    enum Status {
        QUEUED,
        PROCESSING,
        COMPLETED,
        FAILED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnd() {
            return this == COMPLETED || this == FAILED;
        }
    }

    /** The job is there; its progress follows. */
    record Created(@JsonProperty String type, UUID jobId, Status status) implements JobMessage {
        Created(UUID jobId) {
            this("JOB_CREATED", jobId, Status.QUEUED);
        }
    }

    /**
     * Where the job stands.
     *
     * @param jobId null when what failed is a request that did not become a job
     * @param progress 0..100
     * @param error a sentence for a person: why it failed, or which of its recordings did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(
            @JsonProperty String type,
            @Nullable UUID jobId,
            double progress,
            Status status,
            @Nullable String error) implements JobMessage {
        Progress(@Nullable UUID jobId, double progress, Status status, @Nullable String error) {
            this("JOB_PROGRESS", jobId, progress, status, error);
        }

        static Progress refused(@Nullable UUID jobId, String why) {
            return new Progress(jobId, 0, Status.FAILED, why);
        }
    }
}
