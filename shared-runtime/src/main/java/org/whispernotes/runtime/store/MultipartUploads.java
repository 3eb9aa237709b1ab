package org.whispernotes.runtime.store;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectRef;

/**
 * Large objects in parts (S3 multipart upload): parts are numbered from 1, all but the last have at least 5 MiB, and
 * the object appears when the upload is completed. All calls block and throw {@link StoreException}.
 */
public interface MultipartUploads {

    /** Starts an upload and returns its id. */
    String start(ObjectRef ref, String contentType);

    /** An address to which anyone may PUT that part until it expires; on the store's public endpoint. */
    URI presignPart(ObjectRef ref, String uploadId, int partNumber, Duration validFor);

    /** The same on the endpoint that this process reaches: for a part that is passed on as it arrives. */
    URI presignPartForRelay(ObjectRef ref, String uploadId, int partNumber, Duration validFor);

    /**
     * Stores a part; one that is there already is replaced.
     *
     * @param contentMd5 base64, checked by the store; null for none
     * @return the part's ETag
     */
    String putPart(
            ObjectRef ref, String uploadId, int partNumber, byte[] content, int length, @Nullable String contentMd5);

    /** Parts that are there, in order. Throws {@link UploadMissingException} when the upload is unknown. */
    List<UploadedPart> parts(ObjectRef ref, String uploadId);

    /** Makes the object of these parts. Throws {@link UploadMissingException} when the upload is unknown. */
    void complete(ObjectRef ref, String uploadId, List<UploadedPart> parts);

    /** Forgets the upload and its parts; does nothing when it is unknown. */
    void abort(ObjectRef ref, String uploadId);

    /** A part in the store; {@code size} in bytes, 0 where it is not known. */
    record UploadedPart(int number, String etag, long size) {}
}
