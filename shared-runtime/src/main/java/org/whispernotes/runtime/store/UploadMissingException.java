package org.whispernotes.runtime.store;

/** The store does not know that multipart upload: completed, aborted or expired. */
public class UploadMissingException extends StoreException {

    private static final long serialVersionUID = 1L;

    UploadMissingException(String uploadId) {
        super("no such upload: " + uploadId);
    }
}
