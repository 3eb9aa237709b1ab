package org.whispernotes.api.session;

import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import org.whispernotes.api.outbox.OutboxEffect;
import org.whispernotes.api.outbox.OutboxEntry;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.MultipartUploads;
import org.whispernotes.runtime.store.ObjectStore;

/** A session was deleted: removes recording, results, scratch and progress. */
@Component
class DeleteSession implements OutboxEffect {

    /** Details of the entry: an upload that was not finished. */
    static final String UPLOAD_ID = "uploadId";

    static final String VIDEO_PATH = "videoPath";

    private static final Logger log = LoggerFactory.getLogger(DeleteSession.class);

    private final ObjectStore store;
    private final MultipartUploads multipart;
    private final MessagePublisher publisher;
    private final StringRedisTemplate redis;

    DeleteSession(
            ObjectStore store, MultipartUploads multipart, MessagePublisher publisher, StringRedisTemplate redis) {
        this.store = store;
        this.multipart = multipart;
        this.publisher = publisher;
        this.redis = redis;
    }

    @Override
    public OutboxEntry.Kind kind() {
        return OutboxEntry.Kind.DELETE;
    }

    @Override
    public void apply(OutboxEntry entry) {
        UUID id = entry.sessionId();
        String uploadId = entry.detail().get(UPLOAD_ID);
        if (uploadId != null) {
            multipart.abort(ObjectRef.ofPath(entry.detail().getOrDefault(VIDEO_PATH, "")), uploadId);
        }
        // Scratch goes first: whoever is told to stop must not find the run wanted again. The recording goes after they
        // were told: a store may not delete what is still being read.
        int removed = store.deleteAll(Bucket.WORK, ObjectKeys.sessionPrefix(id));
        publisher.broadcast(new CancelRun(id, Integer.MAX_VALUE));
        for (Bucket bucket : EnumSet.complementOf(EnumSet.of(Bucket.WORK))) {
            removed += store.deleteAll(bucket, ObjectKeys.sessionPrefix(id));
        }
        redis.delete(List.of(
                ProgressKeys.snapshot(id), ProgressKeys.events(id), ProgressKeys.owner(id), ProgressKeys.told(id)));
        redis.opsForZSet().remove(ProgressKeys.userSessions(entry.userId()), id.toString());
        log.info("session {}: deleted, {} objects removed", id, removed);
    }
}
