package org.whispernotes.transcriber.media;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoreException;

/**
 * Random access to a stored object in few requests: reading on costs nothing new, a short skip forward is read over, and
 * only a real jump opens the object again. A connection that breaks is opened again where it broke.
 */
final class RangeChannel implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(RangeChannel.class);

    /** Below this it is quicker to read over a gap than to ask again. */
    private static final long SKIP_BYTES = 512 << 10;

    /** Bounds what one request asks for, so that no connection is held for hours. */
    private static final long WINDOW_BYTES = 256L << 20;

    private static final int ATTEMPTS = 3;

    private final ObjectStore store;
    private final ObjectRef ref;
    private final long size;
    private long position;
    private @Nullable InputStream stream;
    private long streamPosition;
    private long streamEnd;
    private int requests;

    RangeChannel(ObjectStore store, ObjectRef ref, long size) {
        this.store = store;
        this.ref = ref;
        this.size = size;
    }

    long size() {
        return size;
    }

    long position() {
        return position;
    }

    /** Beyond the end is allowed: reading there finds the end. */
    void seek(long target) {
        position = target;
    }

    /** How often the store was asked so far. */
    int requests() {
        return requests;
    }

    /** As {@link InputStream#read(byte[], int, int)}. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        if (position >= size) {
            return -1;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                int read = positioned().read(buffer, offset, length);
                if (read > 0) {
                    streamPosition += read;
                    position += read;
                    return read;
                }
                throw new IOException("ended at byte " + position + " of " + size);
            } catch (IOException e) {
                close();
                if (attempt == ATTEMPTS) {
                    throw new StoreException("object store: reading " + ref.path() + " broke off", e);
                }
                log.info("{}: {}, asking again from there", ref.path(), e.getMessage());
            }
        }
    }

    /** Reads until {@code length} bytes or the end. */
    int readFully(byte[] buffer, int offset, int length) throws IOException {
        int total = 0;
        while (total < length) {
            int read = read(buffer, offset + total, length - total);
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    private InputStream positioned() throws IOException {
        long ahead = position - streamPosition;
        InputStream current = stream;
        if (current != null && ahead >= 0 && ahead <= SKIP_BYTES && position < streamEnd) {
            current.skipNBytes(ahead);
            streamPosition = position;
            return current;
        }
        close();
        streamPosition = position;
        streamEnd = Math.min(size, position + WINDOW_BYTES);
        InputStream opened = store.open(ref, position, streamEnd - position);
        requests++;
        stream = opened;
        return opened;
    }

    @Override
    public void close() throws IOException {
        InputStream current = stream;
        stream = null;
        if (current != null) {
            current.close();
        }
    }
}
