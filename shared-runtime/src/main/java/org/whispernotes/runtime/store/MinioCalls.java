package org.whispernotes.runtime.store;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectRef;

/** Turns the client's failures into ours. */
final class MinioCalls {

    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchObject", "NoSuchBucket");

    private MinioCalls() {}

    interface Call<T> {
        T run() throws MinioException;
    }

    static <T> T call(ObjectRef ref, Call<T> call) {
        try {
            return call.run();
        } catch (MinioException e) {
            throw failure(ref, e);
        }
    }

    /** Waits for an asynchronous call. */
    static <T> T await(ObjectRef ref, String uploadId, Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause =
                    e.getCause() instanceof CompletionException c && c.getCause() != null ? c.getCause() : e.getCause();
            if ("NoSuchUpload".equals(code(cause))) {
                throw new UploadMissingException(uploadId);
            }
            throw failure(ref, cause == null ? e : cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while the store worked on " + ref.path(), e);
        }
    }

    static StoreException failure(ObjectRef ref, Throwable cause) {
        if ("PreconditionFailed".equals(code(cause))) {
            return new ObjectChangedException(ref);
        }
        if (cause instanceof ErrorResponseException refused
                && StoreFullException.isSaidBy(refused.errorResponse().code() + " "
                        + refused.errorResponse().message())) {
            return new StoreFullException(ref, cause);
        }
        return isMissing(cause)
                ? new ObjectMissingException(ref)
                : new StoreException("object store: " + ref.path() + ": " + cause.getMessage(), cause);
    }

    static boolean isMissing(Throwable cause) {
        String code = code(cause);
        return code != null && MISSING.contains(code);
    }

    private static @Nullable String code(@Nullable Throwable cause) {
        return cause instanceof ErrorResponseException refused
                ? refused.errorResponse().code()
                : null;
    }
}
