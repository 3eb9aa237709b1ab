package org.whispernotes.runtime.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectRef;

/**
 * What the store knows about an object.
 *
 * @param size bytes
 * @param metadata user metadata, names in lower case; empty when it comes from a listing
 */
public record StoredObject(
        ObjectRef ref,
        long size,
        String etag,
        @Nullable String contentType,
        Instant lastModified,
        Map<String, String> metadata) {}
