package org.whispernotes.api.upload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.store.MultipartUploads;
import org.whispernotes.runtime.store.MultipartUploads.UploadedPart;
import org.whispernotes.runtime.store.ObjectStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One file of a form on its way into the store: fills a buffer, stores it as a part, fills it again. The store compares each
 * part with the checksum of what arrived, and refuses it if it was changed on the way, whoever did it.
 */
final class FilePart {

    private final ObjectRef ref;
    private final String contentType;
    private final String uploadId;
    private final byte[] buffer;
    private final MultipartUploads multipart;
    private final ObjectStore store;
    private final long maxBytes;
    private final MessageDigest arrived = md5();
    private final List<UploadedPart> parts = new ArrayList<>();
    private int filled;
    private long total;

    private FilePart(
            ObjectRef ref,
            String contentType,
            String uploadId,
            byte[] buffer,
            MultipartUploads multipart,
            ObjectStore store,
            long maxBytes) {
        this.ref = ref;
        this.contentType = contentType;
        this.uploadId = uploadId;
        this.buffer = buffer;
        this.multipart = multipart;
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /** Stores the file and returns its size. {@code buffer} is one part long and nobody else's meanwhile. */
    static Mono<Long> store(
            Flux<FormPiece> pieces,
            ObjectRef ref,
            String contentType,
            String uploadId,
            byte[] buffer,
            MultipartUploads multipart,
            ObjectStore store,
            UploadSettings settings) {
        FilePart part = new FilePart(
                ref,
                contentType,
                uploadId,
                buffer,
                multipart,
                store,
                settings.maxBytes().toBytes());
        return pieces.concatMap(piece -> part.take(piece.bytes()), 1).then(Mono.defer(part::finish));
    }

    private Mono<Void> take(FormPiece.Bytes bytes) {
        total += bytes.length();
        return total > maxBytes ? Mono.error(new ApiException(Problem.TOO_LARGE)) : copy(bytes, 0);
    }

    private Mono<Void> copy(FormPiece.Bytes bytes, int from) {
        int fits = Math.min(bytes.length() - from, buffer.length - filled);
        bytes.copy(from, buffer, filled, fits);
        bytes.digest(from, fits, arrived);
        filled += fits;
        if (filled < buffer.length) {
            return Mono.empty();
        }
        int next = from + fits;
        return flush().then(Mono.defer(() -> next == bytes.length() ? Mono.empty() : copy(bytes, next)));
    }

    private Mono<Void> flush() {
        return Mono.<Void>fromRunnable(() -> {
                    int number = parts.size() + 1;
                    String md5 = Base64.getEncoder().encodeToString(arrived.digest());
                    String etag = multipart.putPart(ref, uploadId, number, buffer, filled, md5);
                    parts.add(new UploadedPart(number, etag, filled));
                    filled = 0;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Long> finish() {
        Mono<Void> last = filled > 0 ? flush() : Mono.empty();
        return last.then(Mono.fromCallable(() -> {
                    if (parts.isEmpty()) {
                        // S3 can't make an object of no parts; an empty recording is still one, and is told so later.
                        store.write(ref, new byte[0], contentType, Map.of());
                        multipart.abort(ref, uploadId);
                    } else {
                        multipart.complete(ref, uploadId, parts);
                    }
                    return total;
                })
                .subscribeOn(Schedulers.boundedElastic()));
    }

    /** What S3 takes as Content-MD5; every Java has it. */
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
