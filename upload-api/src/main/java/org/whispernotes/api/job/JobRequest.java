package org.whispernotes.api.job;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.Json;
import tools.jackson.core.JacksonException;

/** What a client says on {@code /ws/jobs}. */
sealed interface JobRequest {

    /**
     * These recordings are wanted as one job.
     *
     * @param videoIds sessions, or objects in {@code video-files}
     * @param courseId kept as the batch's label
     */
    record Transcribe(List<String> videoIds, @Nullable String courseId) implements JobRequest {}

    /** Where does it stand; from then on the client is told. */
    record AskStatus(UUID jobId) implements JobRequest {}

    /** Stop what has not ended. */
    record Cancel(UUID jobId) implements JobRequest {}

    /** As it is on the wire. */
    record Wire(
            @Nullable String type,
            @Nullable List<@Nullable String> videoIds,
            @Nullable String courseId,
            @Nullable String jobId) {}

    /** @throws ApiException when it is none of these */
    static JobRequest parse(String text) {
        Wire wire;
        try {
            wire = Json.mapper().readValue(text, Wire.class);
        } catch (JacksonException e) {
            throw new ApiException(Problem.INVALID_REQUEST, "The message is not a JSON object of this protocol.");
        }
        return switch (String.valueOf(wire.type())) {
            case "TRANSCRIPTION_REQUEST" -> new Transcribe(videos(wire.videoIds()), wire.courseId());
            case "JOB_STATUS_REQUEST" -> new AskStatus(job(wire.jobId()));
            case "CANCEL_JOB" -> new Cancel(job(wire.jobId()));
            default ->
                throw new ApiException(
                        Problem.INVALID_REQUEST,
                        "type must be TRANSCRIPTION_REQUEST, JOB_STATUS_REQUEST or CANCEL_JOB, not " + wire.type()
                                + ".");
        };
    }

    private static List<String> videos(@Nullable List<@Nullable String> ids) {
        if (ids == null || ids.isEmpty() || ids.stream().anyMatch(id -> id == null || id.isBlank())) {
            throw new ApiException(Problem.INVALID_REQUEST, "videoIds must name at least one recording.");
        }
        return ids.stream().map(id -> String.valueOf(id).strip()).distinct().toList();
    }

    private static UUID job(@Nullable String id) {
        try {
            return UUID.fromString(String.valueOf(id));
        } catch (IllegalArgumentException e) {
            throw new ApiException(Problem.NOT_FOUND, "There is no such job.");
        }
    }
}
