package org.whispernotes.runtime.store;

import java.util.List;
import org.whispernotes.model.ObjectRef;

/** The store has no room for what was to be written. What it holds can still be read, and deleted. */
public class StoreFullException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** MinIO's codes for a full disk and a full bucket, and what it says when a write used the last of the disk. */
    private static final List<String> WORDS =
            List.of("XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "no space left on device");

    StoreFullException(ObjectRef ref, Throwable cause) {
        super("object store: no space left for " + ref.path(), cause);
    }

    /** Whether that is what a store's answer means; any text that has its code and message in it. */
    public static boolean isSaidBy(String answer) {
        return WORDS.stream().anyMatch(answer::contains);
    }
}
