package org.whispernotes.api.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.session.Session;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.store.MultipartUploads;
import org.whispernotes.runtime.store.MultipartUploads.UploadedPart;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.UploadMissingException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The parts of an upload in the store: which are there, which are missing, and putting them together. */
@Component
class UploadParts {

    private static final int MISSING_SHOWN = 100;

    private final MultipartUploads uploads;
    private final ObjectStore store;
    private final UploadSettings settings;

    UploadParts(MultipartUploads uploads, ObjectStore store, UploadSettings settings) {
        this.uploads = uploads;
        this.store = store;
        this.settings = settings;
    }

    Mono<UploadView> view(Session session, Upload upload) {
        return Mono.fromCallable(() -> {
                    ObjectRef ref = ObjectRef.ofPath(session.videoPath());
                    Map<Integer, UploadedPart> there = whole(session, upload);
                    List<UploadView.Part> missing = new ArrayList<>();
                    for (int n = 1; n <= upload.partCount() && missing.size() < settings.partAddresses(); n++) {
                        if (!there.containsKey(n)) {
                            missing.add(new UploadView.Part(
                                    n, uploads.presignPart(ref, upload.storeUploadId(), n, settings.addressesValid())));
                        }
                    }
                    return new UploadView(
                            session.id(),
                            session.filename(),
                            session.sizeBytes(),
                            upload.partSize(),
                            upload.partCount(),
                            there.values().stream()
                                    .map(part -> new UploadView.Received(part.number(), part.size(), part.etag()))
                                    .toList(),
                            missing,
                            upload.expiresAt());
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Parts in the store that have the size that they must have, by number. */
    private Map<Integer, UploadedPart> whole(Session session, Upload upload) {
        return uploads.parts(ObjectRef.ofPath(session.videoPath()), upload.storeUploadId()).stream()
                .filter(part -> part.number() <= upload.partCount()
                        && part.size() == upload.sizeOf(part.number(), session.sizeBytes()))
                .collect(Collectors.toMap(UploadedPart::number, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    /**
     * Makes the recording of its parts. When that was done before, by a request whose answer was lost, it is fine too.
     *
     * @param tags ETags as the client got them; checked against the store's, null for none
     */
    Mono<Void> assemble(Session session, Upload upload, @Nullable List<UploadController.PartTag> tags) {
        return Mono.<Void>fromRunnable(() -> {
                    ObjectRef ref = ObjectRef.ofPath(session.videoPath());
                    try {
                        assemble(ref, session, upload, tags == null ? List.of() : tags);
                    } catch (UploadMissingException e) {
                        if (!isAssembled(ref, session)) {
                            throw e;
                        }
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void assemble(ObjectRef ref, Session session, Upload upload, List<UploadController.PartTag> tags) {
        Map<Integer, UploadedPart> there = whole(session, upload);
        for (UploadController.PartTag tag : tags) {
            UploadedPart stored = there.get(tag.number());
            if (stored != null && tag.etag() != null && !bare(stored.etag()).equals(bare(tag.etag()))) {
                there.remove(tag.number());
            }
        }
        if (there.size() < upload.partCount()) {
            // While a store puts parts together it may list none of them any more.
            if (isAssembled(ref, session)) {
                return;
            }
            List<Integer> missing = new ArrayList<>();
            for (int n = 1; n <= upload.partCount() && missing.size() < MISSING_SHOWN; n++) {
                if (!there.containsKey(n)) {
                    missing.add(n);
                }
            }
            throw new ApiException(Problem.UPLOAD_INCOMPLETE).with("missingParts", missing);
        }
        if (upload.partCount() == 0) {
            // S3 can't make an object of no parts; an empty recording is still one, and is told so later.
            store.write(ref, new byte[0], session.contentType(), Map.of());
            uploads.abort(ref, upload.storeUploadId());
            return;
        }
        uploads.complete(ref, upload.storeUploadId(), List.copyOf(there.values()));
    }

    private boolean isAssembled(ObjectRef ref, Session session) {
        return store.stat(ref)
                .filter(object -> object.size() == session.sizeBytes())
                .isPresent();
    }

    private static String bare(String etag) {
        return etag.replace("\"", "");
    }
}
