package org.whispernotes.api.upload;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.SessionOptions;

/**
 * What a client wants to upload.
 *
 * @param sizeBytes of the whole file
 * @param batchId of uploads that belong together; made up by the client, or null
 * @param priority higher ones first, where the queue is ordered by priority
 */
record NewUpload(
        @Nullable String filename,
        @Nullable Long sizeBytes,
        @Nullable String contentType,
        @Nullable SessionOptions options,
        @Nullable UUID batchId,
        @Nullable Integer priority) {}
