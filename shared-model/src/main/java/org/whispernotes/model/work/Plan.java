package org.whispernotes.model.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * {@code work/{sessionId}/{run}/plan.json}: where speech is and how it is cut.
 *
 * @param duration of the recording, seconds
 * @param channels of the stored audio: 2 where left and right differ, else 1
 * @param speechSeconds sum of all speech
 * @param chunks in time order; empty when nothing is said
 * @param inFlight how many chunks are in the queue at once: whoever finishes chunk i brings in chunk i + inFlight
 * @param published how many chunks were in the queue before the plan was complete: whoever made it brought these in
 * @param decodeSeconds time that decoding took
 * @param activitySeconds time that finding speech took
 * @param workerId who made the plan
 */
public record Plan(
        double duration,
        int channels,
        @JsonProperty("speech_seconds") double speechSeconds,
        List<Chunk> chunks,
        @JsonProperty("in_flight") int inFlight,
        int published,
        @JsonProperty("decode_seconds") double decodeSeconds,
        @JsonProperty("activity_seconds") double activitySeconds,
        @JsonProperty("worker_id") String workerId) {

    public Plan {
        chunks = List.copyOf(chunks);
    }

    /**
     * A part of the recording that one worker recognises on its own; cut in silence where there is one.
     *
     * @param start seconds in the recording
     * @param end seconds in the recording
     * @param speech stretches of speech within, in time order, seconds in the recording
     */
    public record Chunk(int index, double start, double end, List<Span> speech) {

        public Chunk {
            speech = List.copyOf(speech);
        }
    }

    /** From and to, seconds in the recording. */
    public record Span(double start, double end) {

        public double duration() {
            return end - start;
        }
    }
}
