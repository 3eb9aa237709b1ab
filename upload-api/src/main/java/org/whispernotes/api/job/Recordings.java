package org.whispernotes.api.job;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoredObject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What clients call a video: a session, or an object that lies in {@code video-files}. */
@Component
class Recordings {

    private static final String BUCKET = Bucket.VIDEO_FILES.bucketName() + "/";

    private final Sessions sessions;
    private final ObjectStore store;

    Recordings(Sessions sessions, ObjectStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    /** What was found under the name. */
    sealed interface Found {}

    /** There is a session of it. */
    record Known(Session session) implements Found {}

    /** Only the recording is there, put into the bucket by somebody. */
    record Stored(StoredObject recording) implements Found {}

    /** @param videoId a session's id, a key in {@code video-files}, or that with the bucket in front */
    Mono<Found> find(String videoId, User user) {
        String key = videoId.startsWith(BUCKET) ? videoId.substring(BUCKET.length()) : videoId;
        Optional<UUID> named = sessionOf(key);
        if (named.isEmpty()) {
            return stored(key).switchIfEmpty(noSuchRecording(videoId));
        }
        return sessions.find(named.get())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(known -> {
                    if (known.isEmpty()) {
                        return stored(key);
                    }
                    // Somebody else's: from outside it looks like none.
                    boolean own = known.get().userId().equals(user.id());
                    return own ? Mono.<Found>just(new Known(known.get())) : Mono.empty();
                })
                .switchIfEmpty(noSuchRecording(videoId));
    }

    /** Keys of uploaded recordings begin with their session. */
    private static Optional<UUID> sessionOf(String key) {
        int slash = key.indexOf('/');
        try {
            return Optional.of(UUID.fromString(slash < 0 ? key : key.substring(0, slash)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Mono<Found> stored(String key) {
        return Mono.fromCallable(() -> look(key))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(Mono::justOrEmpty);
    }

    private Optional<Found> look(String key) {
        if (sessionOf(key).isPresent() && key.indexOf('/') < 0) {
            List<StoredObject> originals =
                    store.list(Bucket.VIDEO_FILES, ObjectKeys.sessionPrefix(UUID.fromString(key)));
            return originals.stream().findFirst().map(Stored::new);
        }
        try {
            return store.stat(new ObjectRef(Bucket.VIDEO_FILES, key)).map(Stored::new);
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    private static Mono<Found> noSuchRecording(String videoId) {
        return Mono.error(() -> new ApiException(
                Problem.NOT_FOUND, "There is no session and no object in video-files that is called " + videoId + "."));
    }
}
