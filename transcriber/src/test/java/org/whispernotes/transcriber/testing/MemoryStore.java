package org.whispernotes.transcriber.testing;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectMissingException;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoredObject;

/** An object store in memory, for what is tested below the steps: it counts requests and can break connections. */
public final class MemoryStore implements ObjectStore {

    private final Map<ObjectRef, byte[]> objects = new TreeMap<>(Comparator.comparing(ObjectRef::path));
    private final AtomicInteger requests = new AtomicInteger();
    private int breakAfter = Integer.MAX_VALUE;

    /** Stores a recording and returns where. */
    public ObjectRef put(String name, byte[] content) {
        ObjectRef ref = new ObjectRef(Bucket.VIDEO_FILES, name);
        objects.put(ref, content);
        return ref;
    }

    /** Every connection breaks after so many bytes. */
    public void breakConnectionsAfter(int bytes) {
        breakAfter = bytes;
    }

    public int requests() {
        return requests.get();
    }

    @Override
    public Optional<StoredObject> stat(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref))
                .map(o -> new StoredObject(ref, o.length, "etag", null, Instant.EPOCH, Map.of()));
    }

    @Override
    public InputStream open(ObjectRef ref) {
        return open(ref, 0, read(ref).length);
    }

    @Override
    public InputStream open(ObjectRef ref, long offset, long length) {
        requests.incrementAndGet();
        byte[] content = read(ref);
        int available = (int) Math.min(length, content.length - offset);
        return new Breaking(new ByteArrayInputStream(content, (int) offset, available), breakAfter);
    }

    private static final class Breaking extends FilterInputStream {
        private int left;

        private Breaking(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("connection reset");
            }
            int count = super.read(target, offset, Math.min(left, length));
            left -= Math.max(0, count);
            return count;
        }
    }

    @Override
    public byte[] read(ObjectRef ref) {
        byte[] content = objects.get(ref);
        if (content == null) {
            throw new ObjectMissingException(ref);
        }
        return content;
    }

    @Override
    public Optional<byte[]> find(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public void write(ObjectRef ref, byte[] content, String contentType, Map<String, String> metadata) {
        objects.put(ref, content);
    }

    @Override
    public void replace(ObjectRef ref, byte[] content, String contentType, Map<String, String> metadata, String etag) {
        objects.put(ref, content);
    }

    @Override
    public void write(ObjectRef ref, InputStream content, String contentType) {
        try {
            objects.put(ref, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<StoredObject> list(Bucket bucket, String prefix) {
        return objects.keySet().stream()
                .filter(r -> r.bucket() == bucket && r.key().startsWith(prefix))
                .flatMap(r -> stat(r).stream())
                .toList();
    }

    @Override
    public void copy(ObjectRef from, ObjectRef to) {
        objects.put(to, read(from));
    }

    @Override
    public void delete(ObjectRef ref) {
        objects.remove(ref);
    }

    @Override
    public int deleteAll(Bucket bucket, String prefix) {
        int before = objects.size();
        objects.keySet().removeIf(r -> r.bucket() == bucket && r.key().startsWith(prefix));
        return before - objects.size();
    }
}
