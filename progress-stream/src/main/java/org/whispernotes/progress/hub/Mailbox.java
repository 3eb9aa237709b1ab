package org.whispernotes.progress.hub;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What one follower has not taken yet, bounded. A follower that lets it run full is told to come back, and is dropped:
 * everything is in the log, so it loses nothing, and nobody waits for it.
 */
final class Mailbox {

    /** How long a follower that takes nothing may take to read the farewell. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final LinkedBlockingQueue<Signal> waiting;
    private final Sinks.Many<Signal> sink;
    /** Only of the thread that pings. */
    private long nextPingNanos;

    private boolean closed;
    private FeedItem.@Nullable Notice farewell;

    Mailbox(int capacity, long nextPingNanos) {
        this.waiting = new LinkedBlockingQueue<>(capacity);
        this.sink = Sinks.many().unicast().onBackpressureBuffer(waiting);
        this.nextPingNanos = nextPingNanos;
    }

    Flux<Signal> signals() {
        return sink.asFlux()
                .concatWith(Mono.<Signal>fromSupplier(this::farewell).timeout(FAREWELL));
    }

    /** False when it is full. */
    synchronized boolean offer(Signal signal) {
        return closed || sink.tryEmitNext(signal) != Sinks.EmitResult.FAIL_OVERFLOW;
    }

    /** A sign of life is left out when there is plenty to read, and when the last one was not long ago. */
    void ping(long nowNanos, long intervalNanos, FeedItem.Notice ping) {
        if (nowNanos - nextPingNanos >= 0) {
            nextPingNanos += intervalNanos;
            ping(ping);
        }
    }

    private synchronized void ping(FeedItem.Notice ping) {
        if (!closed && waiting.remainingCapacity() > waiting.size()) {
            sink.tryEmitNext(ping);
        }
    }

    /** Ends the stream with a last word; what was waiting is left to the log. */
    synchronized void close(FeedItem.Notice lastWord) {
        if (!closed) {
            closed = true;
            farewell = lastWord;
            waiting.clear();
            sink.tryEmitComplete();
        }
    }

    private synchronized FeedItem.@Nullable Notice farewell() {
        return farewell;
    }
}
