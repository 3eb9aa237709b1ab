package org.whispernotes.progress.websocket;

import java.time.Duration;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What goes out on a socket. */
sealed interface SocketOutput {

    /** A message of the protocol, as JSON. */
    record Message(Object json) implements SocketOutput {}

    /** A keep-alive of the WebSocket itself; the client answers it without knowing. */
    enum KeepAlive implements SocketOutput {
        PING
    }

    /** The last thing. */
    record Close(CloseStatus status) implements SocketOutput {}

    /** Come back at once, to another instance (RFC 6455 registry: 1012). */
    Close RESTARTING = new Close(CloseStatus.SERVICE_RESTARTED);

    /** Too slow, or too many: come back later (1013). */
    Close OVERLOAD = new Close(CloseStatus.SERVICE_OVERLOAD);

    /** Taken from a client before those before them are answered. */
    int TEXTS_AHEAD = 16;

    /**
     * What the client says; {@link java.util.concurrent.TimeoutException} when it is silent for too long. Goes on when
     * nobody listens any more: cancelled, it would close the socket at once, without the code that says why.
     */
    static Flux<String> texts(WebSocketSession socket, Duration idle) {
        return socket.receive()
                .timeout(idle)
                .filter(message -> message.getType() == WebSocketMessage.Type.TEXT)
                .map(WebSocketMessage::getPayloadAsText)
                .publish(TEXTS_AHEAD)
                .autoConnect();
    }

    /** Sends everything up to a {@link Close} or the end, then closes. */
    static Mono<Void> send(WebSocketSession socket, Flux<SocketOutput> output) {
        CloseStatus[] status = {CloseStatus.NORMAL};
        Flux<WebSocketMessage> messages = output.takeUntilOther(socket.closeStatus())
                .<WebSocketMessage>handle((item, sink) -> {
                    if (item instanceof Message message) {
                        byte[] json = Json.bytes(message.json());
                        sink.next(new WebSocketMessage(
                                WebSocketMessage.Type.TEXT,
                                socket.bufferFactory().wrap(json)));
                    } else if (item instanceof Close close) {
                        status[0] = close.status();
                        sink.complete();
                    } else {
                        Function<DataBufferFactory, DataBuffer> empty = buffers -> buffers.wrap(new byte[0]);
                        sink.next(socket.pingMessage(empty));
                    }
                });
        return socket.send(messages).then(Mono.defer(() -> socket.close(status[0])));
    }
}
