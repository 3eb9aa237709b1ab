package org.whispernotes.api.upload;

import java.time.Instant;
import java.util.UUID;

/**
 * An upload in parts that is not finished.
 *
 * @param partSize bytes of each part but the last
 * @param partCount 0 for an empty file
 */
record Upload(UUID sessionId, String storeUploadId, long partSize, int partCount, Instant expiresAt) {

    /** Bytes that part {@code number} (from 1) of a file of that size must have. */
    long sizeOf(int number, long sizeBytes) {
        return number < partCount ? partSize : sizeBytes - partSize * (partCount - 1);
    }
}
