package org.whispernotes.runtime.store;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;

/**
 * Objects by key. All calls block. Writing is atomic: an object is there whole or not at all, and is listed as soon as
 * it is written. Every method throws {@link StoreException} when the store does not answer or refuses.
 */
public interface ObjectStore {

    /** Empty when there is no such object. */
    Optional<StoredObject> stat(ObjectRef ref);

    default boolean exists(ObjectRef ref) {
        return stat(ref).isPresent();
    }

    /**
     * The whole object; the caller closes it.
     *
     * @throws ObjectMissingException when there is no such object
     */
    InputStream open(ObjectRef ref);

    /**
     * {@code length} bytes from {@code offset}; fewer where the object ends.
     *
     * @throws ObjectMissingException when there is no such object
     */
    InputStream open(ObjectRef ref, long offset, long length);

    /**
     * The whole of a small object.
     *
     * @throws ObjectMissingException when there is no such object
     */
    byte[] read(ObjectRef ref);

    /** Like {@link #read}, empty when there is no such object. */
    Optional<byte[]> find(ObjectRef ref);

    void write(ObjectRef ref, byte[] content, String contentType, Map<String, String> metadata);

    /**
     * Replaces an object that is still the one with that ETag.
     *
     * @throws ObjectChangedException when somebody else was faster
     */
    void replace(ObjectRef ref, byte[] content, String contentType, Map<String, String> metadata, String etag);

    /** Streams an object of unknown size; at most one part (a few MiB) is held in memory. Closes nothing. */
    void write(ObjectRef ref, InputStream content, String contentType);

    /** Objects under a prefix, in key order. */
    List<StoredObject> list(Bucket bucket, String prefix);

    /** Copies within the store. */
    void copy(ObjectRef from, ObjectRef to);

    /** Does nothing when there is no such object. */
    void delete(ObjectRef ref);

    /** Removes everything under the prefix and returns how many objects that were. The prefix must not be empty. */
    int deleteAll(Bucket bucket, String prefix);
}
