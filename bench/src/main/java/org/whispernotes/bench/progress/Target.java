package org.whispernotes.bench.progress;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server under load: how events get in, and what a client sends. */
interface Target extends AutoCloseable {

    /** How a client follows. */
    enum Way {
        /** Server-Sent Events: what carries an id is an event of the log. */
        STREAM,
        /** A WebSocket: everything is an event. */
        SOCKET,
        /** Asking again and again: only the latest state is seen. */
        POLL
    }

    Way way();

    int port();

    ServerProcess server();

    /** Publishes one event of a session; does not wait. */
    void publish(UUID session, long sequence);

    /** Waits until the session can be followed; events before this are not waited for. */
    default void awaitKnown(UUID session) throws IOException, InterruptedException {}

    /** The request by which a client begins to follow; {@code lastId} is empty for a new one. */
    String request(UUID session, String lastId);

    /** What a client sends once it has been answered; null when nothing. */
    default @Nullable ByteBuf afterAnswer(UUID session) {
        return null;
    }

    /** What the server says about itself, for whoever has to find out why something did not arrive. */
    default String condition() throws IOException, InterruptedException {
        return "";
    }

    @Override
    void close() throws Exception;
}
