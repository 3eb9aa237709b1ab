package org.whispernotes.runtime.broker;

import org.springframework.amqp.core.Message;
import org.whispernotes.model.message.MessageHeaders;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.runtime.Json;
import tools.jackson.core.JacksonException;

/** From what travelled to what was meant. */
final class MessageReader {

    private MessageReader() {}

    static <M extends PipelineMessage> M read(Message message, Class<M> type) throws PoisonMessageException {
        String contentType = message.getMessageProperties().getContentType();
        if (contentType == null || !contentType.startsWith("application/json")) {
            throw new PoisonMessageException("content type is '" + contentType + "', expected application/json", null);
        }
        int version = intHeader(message, MessageHeaders.SCHEMA_VERSION, PipelineMessage.SCHEMA_VERSION);
        if (version > PipelineMessage.SCHEMA_VERSION) {
            throw new PoisonMessageException(
                    "schema version " + version + " is newer than this worker's " + PipelineMessage.SCHEMA_VERSION
                            + ": update the worker, then replay",
                    null);
        }
        try {
            M value = Json.read(message.getBody(), type);
            if (value == null || value.sessionId() == null || value.userId() == null || value.run() < 1) {
                throw new PoisonMessageException(
                        "sessionId, userId and run are required in a " + type.getSimpleName(), null);
            }
            return value;
        } catch (JacksonException e) {
            throw new PoisonMessageException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    static int intHeader(Message message, String name, int otherwise) {
        Object value = message.getMessageProperties().getHeaders().get(name);
        return value instanceof Number number ? number.intValue() : otherwise;
    }
}
