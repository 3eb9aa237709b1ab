package org.whispernotes.transcriber.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.Documents;

/**
 * Brings chunks into the queue while the plan still grows, so that the first text does not wait for the end of an hour's
 * decoding. No more than so many are under way at once; a chunk whose result is stored is not asked for again.
 */
final class ChunkFeed {

    /** How often the store is asked which results are there. */
    private static final long ASK_NANOS = 500_000_000;

    private final RecordingUploaded message;
    private final Documents documents;
    private final MessagePublisher publisher;
    private final int inFlight;
    private final List<Plan.Chunk> planned = new ArrayList<>();
    /** Of their results; this is asked for with every piece of audio. */
    private final List<String> keys = new ArrayList<>();

    private Set<String> finished;
    private long askedAt = System.nanoTime();
    private int published;

    ChunkFeed(RecordingUploaded message, Documents documents, MessagePublisher publisher, int inFlight) {
        this.message = message;
        this.documents = documents;
        this.publisher = publisher;
        this.inFlight = inFlight;
        this.finished = finished(documents, message);
    }

    /** Keys of the chunk results of a run that are stored. */
    static Set<String> finished(Documents documents, RecordingUploaded message) {
        Set<String> keys = new HashSet<>();
        documents
                .store()
                .list(Bucket.WORK, ObjectKeys.chunksPrefix(message.sessionId(), message.run()))
                .forEach(object -> keys.add(object.ref().key()));
        return keys;
    }

    void planned(Plan.Chunk chunk) {
        keys.add(ObjectKeys.chunk(message.sessionId(), message.run(), planned.size())
                .key());
        planned.add(chunk);
    }

    List<Plan.Chunk> chunks() {
        return planned;
    }

    /** The chunks below this number are in the queue, under way or finished. */
    int published() {
        return published;
    }

    /** All audio is stored: nothing that was planned waits for more. */
    void releaseAll() {
        release(Double.POSITIVE_INFINITY);
    }

    /** Publishes what may be published. @param storedSeconds up to where the audio is stored */
    void release(double storedSeconds) {
        while (published < planned.size() && planned.get(published).end() <= storedSeconds && mayPublish()) {
            Plan.Chunk chunk = planned.get(published);
            if (!isFinished(published)) {
                documents.write(ObjectKeys.plannedChunk(message.sessionId(), message.run(), published), chunk);
                publisher.publish(new ChunkReady(message.sessionId(), message.userId(), message.run(), published));
            }
            published++;
        }
    }

    private boolean mayPublish() {
        if (underWay() >= inFlight && System.nanoTime() - askedAt > ASK_NANOS) {
            finished = finished(documents, message);
            askedAt = System.nanoTime();
        }
        return underWay() < inFlight;
    }

    private long underWay() {
        long count = 0;
        for (int i = 0; i < published; i++) {
            count += isFinished(i) ? 0 : 1;
        }
        return count;
    }

    private boolean isFinished(int index) {
        return finished.contains(keys.get(index));
    }
}
