package org.whispernotes.transcriber.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.transcriber.media.AudioSink;

/**
 * Stores audio while it is being decoded: the decoder fills a short queue, a thread of its own sends it to the store. The
 * object appears only when {@link #finish} returns; closed before that, nothing is stored.
 */
public final class PcmUpload implements AudioSink, AutoCloseable {

    /** Blocks under way; a block is what the decoder hands over at once, a second or two. */
    private static final int QUEUE_BLOCKS = 64;

    private static final byte[] END = new byte[0];
    private static final byte[] ABORT = new byte[0];

    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_BLOCKS);
    private final FutureTask<Boolean> upload;
    private boolean finished;

    public PcmUpload(ObjectStore store, ObjectRef ref) {
        this.upload = new FutureTask<>(() -> {
            try (Blocks blocks = new Blocks()) {
                store.write(ref, blocks, "application/octet-stream");
            }
            return true;
        });
        Thread thread = new Thread(upload, "pcm-upload");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void accept(float[] samples, int count) throws IOException {
        put(Pcm.encode(samples, count));
    }

    private void put(byte[] block) throws IOException {
        try {
            while (!queue.offer(block, 1, TimeUnit.SECONDS)) {
                if (upload.isDone()) {
                    throwFailure();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while storing audio");
        }
    }

    /** Waits until everything is stored. */
    public void finish() throws IOException {
        put(END);
        throwFailure();
        finished = true;
    }

    /** Waits for the upload's end and throws what it failed with. */
    private void throwFailure() throws IOException {
        try {
            upload.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException("storing the audio failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while storing audio");
        }
    }

    @Override
    public void close() {
        if (!finished && !upload.isDone()) {
            queue.clear();
            queue.add(ABORT);
        }
    }

    /** The queue as the store reads it. */
    private final class Blocks extends InputStream {
        private byte[] block = new byte[0];
        private int position;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (position == block.length && !ended) {
                block = next();
                position = 0;
                ended = block == END;
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(length, block.length - position);
            System.arraycopy(block, position, target, offset, count);
            position += count;
            return count;
        }

        private byte[] next() throws IOException {
            try {
                byte[] taken = queue.take();
                if (taken == ABORT) {
                    throw new IOException("decoding broke off");
                }
                return taken;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while storing audio");
            }
        }
    }
}
