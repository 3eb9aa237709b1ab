package org.whispernotes.todos.extract.writing;

import java.util.Optional;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;

/** A model that answers a prompt with JSON of a given schema, wherever it runs. */
public interface ChatModel extends AutoCloseable {

    EngineDescription engine();

    /**
     * One answer; retries what is worth retrying by itself.
     *
     * @throws ExtractionException when there is no answer
     * @throws ExtractionCancelledException soon after {@code cancellation} says so; the model stops working on it
     */
    ChatReply complete(ChatRequest request, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException;

    /** The same with another model in it; empty when it doesn't have that one. What it shares with this one is closed with this one. */
    default Optional<ChatModel> withModel(String name) {
        return name.equals(engine().model()) ? Optional.of(this) : Optional.empty();
    }

    @Override
    default void close() {}
}
