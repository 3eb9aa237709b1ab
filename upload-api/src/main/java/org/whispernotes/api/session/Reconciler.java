package org.whispernotes.api.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.whispernotes.api.problem.DatabaseAway;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Topology;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoreException;
import org.whispernotes.runtime.store.StoredObject;

/**
 * Finds what fell through: sessions that nobody works on, uploads that nobody finishes, scratch that nobody needs. The
 * first message of a run is enough to get it going from wherever it stopped, because steps skip what is done.
 */
@Component
class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final DatabaseClient db;
    private final Sessions sessions;
    private final SessionChanges changes;
    private final ObjectStore store;
    private final AmqpAdmin broker;
    private final ReconcilerSettings settings;
    private final Clock clock;

    Reconciler(
            DatabaseClient db,
            Sessions sessions,
            SessionChanges changes,
            ObjectStore store,
            AmqpAdmin broker,
            ReconcilerSettings settings,
            Clock clock) {
        this.db = db;
        this.sessions = sessions;
        this.changes = changes;
        this.store = store;
        this.broker = broker;
        this.settings = settings;
        this.clock = clock;
    }

    /** One round; called again and again by the scheduler. */
    void reconcile() {
        try {
            dropExpiredUploads();
            removeForgottenScratch();
            beginAbandonedAgain();
        } catch (StoreException | AmqpException e) {
            log.warn("reconciling waits for the store and the broker: {}", e.getMessage());
        } catch (RuntimeException e) {
            if (!DatabaseAway.is(e)) {
                throw e;
            }
            log.warn("reconciling waits for the database: {}", e.getMessage());
        }
    }

    private void dropExpiredUploads() {
        List<UUID> expired =
                ids(db.sql("select session_id as id from uploads where expires_at < :before"), clock.instant());
        for (UUID id : expired) {
            Session session = sessions.find(id).block(LIMIT);
            if (session != null) {
                log.info("session {}: its upload was not finished in time, it is removed", id);
                changes.delete(session).block(LIMIT);
            }
        }
    }

    /** A worker that was told too late may still write for a run that has ended. */
    private void removeForgottenScratch() {
        Instant before = clock.instant().minus(settings.scratchAfter());
        Map<String, Instant> newestOfRun = new HashMap<>();
        for (StoredObject object : store.list(Bucket.WORK, "")) {
            String[] key = object.ref().key().split("/", 3);
            if (key.length == 3) {
                newestOfRun.merge(key[0] + "/" + key[1], object.lastModified(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        newestOfRun.values().removeIf(newest -> newest.isAfter(before));
        Set<String> wanted = newestOfRun.isEmpty() ? Set.of() : wantedRuns(newestOfRun.keySet());
        for (String run : newestOfRun.keySet()) {
            if (!wanted.contains(run)) {
                int removed = store.deleteAll(Bucket.WORK, run + "/");
                log.info("{} scratch objects of {} were forgotten and are removed", removed, run);
            }
        }
    }

    private Set<String> wantedRuns(Set<String> runs) {
        UUID[] ids = runs.stream()
                .map(run -> run.substring(0, run.indexOf('/')))
                .filter(id -> UUID_TEXT.matcher(id).matches())
                .map(UUID::fromString)
                .distinct()
                .toArray(UUID[]::new);
        return new HashSet<>(Objects.requireNonNull(db.sql("select id, run from sessions where id = any(:ids)"
                        + " and (status in ('QUEUED', 'PROCESSING') or (status = 'FAILED' and replayable))")
                .bind("ids", ids)
                .map(row -> row.get("id", UUID.class) + "/" + row.get("run", Integer.class))
                .all()
                .collectList()
                .block(LIMIT)));
    }

    private void beginAbandonedAgain() {
        Instant before = clock.instant().minus(settings.abandonedAfter());
        List<UUID> silent = ids(
                db.sql("select id from sessions s where updated_at < :before and released_at is not null"
                        + " and status in ('QUEUED', 'PROCESSING')"
                        + " and not exists (select 1 from outbox o where o.session_id = s.id) limit 100"),
                before);
        if (silent.isEmpty() || isBrokerBusy()) {
            return;
        }
        for (UUID id : silent) {
            Session session = sessions.find(id).block(LIMIT);
            if (session != null && !hasStoredSince(session, before)) {
                log.warn("session {}: nobody works on run {}, it is begun again", id, session.run());
                changes.beginAgain(id, session.run()).block(LIMIT);
            }
        }
    }

    /** Messages that wait for a worker: then silence only means that there is much to do. */
    private boolean isBrokerBusy() {
        return Arrays.stream(Topology.PipelineQueue.values())
                        .map(queue -> broker.getQueueInfo(queue.queueName()))
                        .filter(Objects::nonNull)
                        .mapToLong(QueueInformation::getMessageCount)
                        .sum()
                > 0;
    }

    private boolean hasStoredSince(Session session, Instant time) {
        return store.list(Bucket.WORK, ObjectKeys.runPrefix(session.id(), session.run())).stream()
                .anyMatch(object -> object.lastModified().isAfter(time));
    }

    private static List<UUID> ids(DatabaseClient.GenericExecuteSpec query, Instant before) {
        return Objects.requireNonNull(query.bind("before", before)
                .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                .all()
                .collectList()
                .block(LIMIT));
    }
}
