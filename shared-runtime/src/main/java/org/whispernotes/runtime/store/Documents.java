package org.whispernotes.runtime.store;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.Json;

/** JSON documents in the object store. */
public final class Documents {

    private static final String JSON = "application/json";
    private static final String RUN = "run";

    private final ObjectStore store;

    public Documents(ObjectStore store) {
        this.store = store;
    }

    /** @throws ObjectMissingException when there is no such document */
    public <T> T read(ObjectRef ref, Class<T> type) {
        return Json.read(store.read(ref), type);
    }

    public <T> Optional<T> find(ObjectRef ref, Class<T> type) {
        return store.find(ref).map(json -> Json.read(json, type));
    }

    public void write(ObjectRef ref, Object document) {
        store.write(ref, Json.bytes(document), JSON, Map.of());
    }

    /** Writes a result and marks which run it is from, so that {@link #isFromRun} can tell without reading it. */
    public void writeResult(ObjectRef ref, Object document, int run) {
        store.write(ref, Json.bytes(document), JSON, Map.of(RUN, Integer.toString(run)));
    }

    /** Whether the result is there and was written by that run or a later one. */
    public boolean isFromRun(ObjectRef ref, int run) {
        OptionalInt written = runOf(ref);
        return written.isPresent() && written.getAsInt() >= run;
    }

    /** The run that wrote the result; empty when there is none. */
    public OptionalInt runOf(ObjectRef ref) {
        return store.stat(ref)
                .map(object -> OptionalInt.of(Integer.parseInt(object.metadata().getOrDefault(RUN, "1"))))
                .orElse(OptionalInt.empty());
    }

    public boolean exists(ObjectRef ref) {
        return store.exists(ref);
    }

    public ObjectStore store() {
        return store;
    }
}
