package org.whispernotes.transcriber.direct;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectMissingException;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoreException;
import org.whispernotes.runtime.store.StoredObject;

/**
 * One recording's objects as files of a folder that lives as long as the work on it, so that memory does not grow with
 * the recording. Metadata is kept in memory.
 */
final class FolderStore implements ObjectStore, AutoCloseable {

    private final Path folder;
    private final Map<ObjectRef, Path> elsewhere = new ConcurrentHashMap<>();
    private final Map<ObjectRef, Map<String, String>> metadata = new ConcurrentHashMap<>();

    /** @param parent in which a folder is made, and removed by {@link #close} */
    FolderStore(Path parent) throws IOException {
        Files.createDirectories(parent);
        this.folder = Files.createTempDirectory(parent, "direct-");
    }

    /** A file that lies outside as an object; it is read where it is and never removed. */
    void link(ObjectRef ref, Path file) {
        elsewhere.put(ref, file);
    }

    private Path file(ObjectRef ref) {
        return elsewhere.getOrDefault(ref, folder.resolve(ref.path()));
    }

    @Override
    public Optional<StoredObject> stat(ObjectRef ref) {
        Path file = file(ref);
        try {
            long size = Files.size(file);
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            String etag = size + "-" + modified.toEpochMilli();
            return Optional.of(new StoredObject(ref, size, etag, null, modified, metadata.getOrDefault(ref, Map.of())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("can't look at " + file, e);
        }
    }

    @Override
    public InputStream open(ObjectRef ref) {
        return open(ref, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream open(ObjectRef ref, long offset, long length) {
        try {
            SeekableByteChannel channel = Files.newByteChannel(file(ref));
            channel.position(offset);
            return new Limited(Channels.newInputStream(channel), length);
        } catch (NoSuchFileException e) {
            throw new ObjectMissingException(ref);
        } catch (IOException e) {
            throw new StoreException("can't read " + ref, e);
        }
    }

    /** At most so many bytes of a stream. */
    private static final class Limited extends InputStream {
        private final InputStream stream;
        private long left;

        private Limited(InputStream stream, long length) {
            this.stream = stream;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int read = left > 0 ? stream.read() : -1;
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = left > 0 ? stream.read(target, offset, (int) Math.min(length, left)) : -1;
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Override
    public byte[] read(ObjectRef ref) {
        return find(ref).orElseThrow(() -> new ObjectMissingException(ref));
    }

    @Override
    public Optional<byte[]> find(ObjectRef ref) {
        try {
            return Optional.of(Files.readAllBytes(file(ref)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("can't read " + ref, e);
        }
    }

    @Override
    public void write(ObjectRef ref, byte[] content, String contentType, Map<String, String> described) {
        metadata.put(ref, Map.copyOf(described));
        write(ref, part -> Files.write(part, content));
    }

    @Override
    public void replace(ObjectRef ref, byte[] content, String contentType, Map<String, String> described, String etag) {
        throw new UnsupportedOperationException("results are edited where they are kept, and nothing is kept here");
    }

    @Override
    public void write(ObjectRef ref, InputStream content, String contentType) {
        write(ref, part -> Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Writing {
        void to(Path part) throws IOException;
    }

    /** Aside first: an object is there whole or not at all. */
    private void write(ObjectRef ref, Writing writing) {
        Path file = folder.resolve(ref.path());
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(folder, "part-", null);
            writing.to(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StoreException("can't write " + ref, e);
        }
    }

    @Override
    public List<StoredObject> list(Bucket bucket, String prefix) {
        Path root = folder.resolve(bucket.bucketName());
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        int slash = prefix.lastIndexOf('/');
        Path from = root.resolve(prefix.substring(0, slash + 1));
        if (!Files.isDirectory(from)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(from)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> new ObjectRef(
                            bucket, root.relativize(file).toString().replace('\\', '/')))
                    .filter(ref -> ref.key().startsWith(prefix))
                    .sorted(Comparator.comparing(ObjectRef::key))
                    .flatMap(ref -> stat(ref).stream())
                    .toList();
        } catch (IOException e) {
            throw new StoreException("can't list " + from, e);
        }
    }

    @Override
    public void copy(ObjectRef from, ObjectRef to) {
        write(to, read(from), "", metadata.getOrDefault(from, Map.of()));
    }

    @Override
    public void delete(ObjectRef ref) {
        elsewhere.remove(ref);
        try {
            Files.deleteIfExists(folder.resolve(ref.path()));
        } catch (IOException e) {
            throw new StoreException("can't remove " + ref, e);
        }
    }

    @Override
    public int deleteAll(Bucket bucket, String prefix) {
        List<StoredObject> all = list(bucket, prefix);
        all.forEach(object -> delete(object.ref()));
        return all.size();
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + folder, e);
        }
    }
}
