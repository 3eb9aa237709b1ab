package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the stretches that come next while those before are being decoded, a stretch a thread: an encoding scales badly
 * over threads, several side by side scale well. Each waits in a place of the cross-attention cache that no row hears yet.
 * Used by the decoding loop's thread only.
 */
final class EncodeAhead implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EncodeAhead.class);
    private static final long STOP_SECONDS = 30;

    private final Encoder encoder;
    private final AudioPlaces places;
    private final int most;
    private final ExecutorService threads;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** A stretch under way, and the place that it will be found in. */
    private record Pending(Stretch stretch, int place, Future<Integer> frames) {}

    /** An encoded stretch. */
    record Encoded(Stretch stretch, int frames) {}

    /**
     * @param parallel encodings at once
     * @param most stretches at once, those that are encoded and wait for a row among them
     */
    EncodeAhead(Encoder encoder, AudioPlaces places, int parallel, int most) {
        this.encoder = encoder;
        this.places = places;
        this.most = most;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "whisper-encoder-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    boolean hasRoom() {
        return pending.size() < most && places.hasRoom();
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    void add(Stretch stretch) {
        int place = places.reserve();
        pending.add(new Pending(stretch, place, threads.submit(() -> encoder.encode(stretch, place))));
    }

    /**
     * The stretch that was added first, given to a row of the decoder; waits for it. Null where nobody wants it any more.
     *
     * @throws OrtException when encoding failed; the stretch's request has been told
     */
    @Nullable
    Encoded take(int targetRow) throws OrtException {
        Pending first = pending.removeFirst();
        boolean given = false;
        try {
            int frames = first.frames().get();
            if (first.stretch().request().isCancelled()) {
                return null;
            }
            places.give(first.place(), targetRow);
            given = true;
            return new Encoded(first.stretch(), frames);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            first.stretch().request().fail(cause);
            if (cause instanceof OrtException failure) {
                throw failure;
            }
            throw new IllegalStateException("encoding failed", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            first.stretch().request().fail(e);
            throw new IllegalStateException("interrupted while encoding", e);
        } finally {
            if (!given) {
                places.giveUp(first.place());
            }
        }
    }

    /** Gives up the stretches under way, once their threads no longer use their places; answers whose they are. */
    List<Request> drop() {
        List<Request> dropped = new ArrayList<>();
        while (!pending.isEmpty()) {
            dropped.add(pending.element().stretch().request());
            dropped.get(dropped.size() - 1).cancel();
            try {
                take(0);
            } catch (OrtException | RuntimeException e) {
                LOG.debug("one of the encodings that are given up failed as well", e);
            }
        }
        return dropped;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
