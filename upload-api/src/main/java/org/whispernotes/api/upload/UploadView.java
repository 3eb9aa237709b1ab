package org.whispernotes.api.upload;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An unfinished upload as the API shows it.
 *
 * @param received parts that are in the store
 * @param parts addresses of missing parts, to PUT their bytes to; the first ones only where there are very many
 * @param expiresAt until then it can be resumed
 */
record UploadView(
        UUID sessionId,
        String filename,
        long sizeBytes,
        long partSize,
        int partCount,
        List<Received> received,
        List<Part> parts,
        Instant expiresAt) {

    record Part(int number, URI url) {}

    record Received(int number, long sizeBytes, String etag) {}
}
