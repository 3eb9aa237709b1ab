package org.whispernotes.api.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.model.Topology;
import org.whispernotes.model.Topology.PipelineQueue;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.runtime.Json;
import org.whispernotes.runtime.broker.ConfirmedPublisher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;

/** The message that a replay sends: the original's payload or an edited one, with a first attempt before it. */
final class ReplayMessage {

    private ReplayMessage() {}

    /** The queue that the dead letter came from; empty when there is no such queue any more. */
    static Optional<PipelineQueue> queue(DeadLetter letter) {
        return Topology.pipelineQueues().stream()
                .filter(queue -> queue.queueName().equals(letter.queue()))
                .findFirst();
    }

    /** The payload as it was. */
    static Message of(DeadLetter letter) {
        Message message = MessageBuilder.withBody(letter.payload()).build();
        MessageProperties properties = message.getMessageProperties();
        properties.setContentType(letter.contentType() == null ? "" : letter.contentType());
        Map<String, Object> headers =
                Json.mapper().readValue(letter.headers(), new TypeReference<Map<String, Object>>() {});
        for (String kept : new String[] {
            MessageHeaders.SESSION_ID,
            MessageHeaders.RUN,
            MessageHeaders.STEP,
            MessageHeaders.SCHEMA_VERSION,
            MessageHeaders.TRACE_PARENT
        }) {
            Object value = headers.get(kept);
            if (value != null) {
                properties.setHeader(kept, value);
            }
        }
        return asReplay(message, letter);
    }

    /**
     * Another payload: must be one that the queue's consumer reads, for the same session and run.
     *
     * @throws ApiException when it is not
     */
    static Message edited(DeadLetter letter, PipelineQueue queue, String payload) {
        PipelineMessage parsed = parse(queue, payload);
        UUID session = letter.sessionId();
        Integer run = letter.run();
        if ((session != null && !session.equals(parsed.sessionId())) || (run != null && run != parsed.run())) {
            throw new ApiException(
                    Problem.INVALID_REQUEST,
                    "The payload must stay with session " + session + ", run " + run
                            + ": another session's work can't be" + " done by this message.");
        }
        return asReplay(ConfirmedPublisher.encode(parsed), letter);
    }

    private static PipelineMessage parse(PipelineQueue queue, String payload) {
        Class<? extends PipelineMessage> type = switch (queue) {
            case PLAN -> RecordingUploaded.class;
            case CHUNKS -> ChunkReady.class;
            case ASSEMBLE -> TranscriptAssemble.class;
            case TODOS -> TranscriptCompleted.class;
            case SESSIONS -> SessionEvent.class;
        };
        try {
            @Nullable
            PipelineMessage parsed = Json.mapper()
                    .readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(payload.getBytes(StandardCharsets.UTF_8));
            if (parsed == null || parsed.sessionId() == null || parsed.userId() == null || parsed.run() < 1) {
                throw new ApiException(Problem.INVALID_REQUEST, "The payload needs sessionId, userId and run.");
            }
            return parsed;
        } catch (JacksonException e) {
            throw new ApiException(
                    Problem.INVALID_REQUEST,
                    "The payload is not a " + type.getSimpleName() + ": " + e.getOriginalMessage());
        }
    }

    private static Message asReplay(Message message, DeadLetter letter) {
        MessageProperties properties = message.getMessageProperties();
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        properties.setMessageId(UUID.nameUUIDFromBytes((letter.id() + "/replay").getBytes(StandardCharsets.UTF_8))
                .toString());
        properties.setHeader(MessageHeaders.ATTEMPT, 1);
        properties.setHeader(MessageHeaders.REPLAY_OF, letter.id().toString());
        return message;
    }
}
