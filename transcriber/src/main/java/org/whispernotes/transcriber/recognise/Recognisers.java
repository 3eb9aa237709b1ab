package org.whispernotes.transcriber.recognise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded recognisers of this process, by model. Loading takes memory and seconds, so a model stays until another one
 * needs its place; one that is in use is never taken away.
 */
public final class Recognisers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Recognisers.class);

    private final List<RecogniserLoader> loaders;
    private final RecogniserSettings settings;
    private final Deque<Loaded> loaded = new ArrayDeque<>();

    /** @param loaders best first: {@code auto} takes the first that can load the model */
    public Recognisers(List<RecogniserLoader> loaders, RecogniserSettings settings) {
        this.loaders = List.copyOf(loaders);
        this.settings = settings;
    }

    /** A recogniser for as long as it is needed. Close it, and it stays loaded for the next. */
    public synchronized Lease borrow(String model) {
        Loaded found =
                loaded.stream().filter(l -> l.model.equals(model)).findFirst().orElseGet(() -> load(model));
        loaded.remove(found);
        loaded.addFirst(found);
        found.users++;
        return new Lease(this, found);
    }

    private Loaded load(String model) {
        RecogniserLoader loader = loaderFor(model);
        makeRoom();
        long begun = System.nanoTime();
        Recogniser recogniser = loader.load(model);
        log.info(
                "model {} loaded in {} ms: {}",
                model,
                (System.nanoTime() - begun) / 1_000_000,
                recogniser.description());
        return new Loaded(model, recogniser);
    }

    private RecogniserLoader loaderFor(String model) {
        List<RecogniserLoader> allowed = loaders.stream()
                .filter(l -> settings.isAuto() || l.engine().equals(settings.engine()))
                .toList();
        if (allowed.isEmpty()) {
            throw new IllegalStateException(
                    "there is no engine '" + settings.engine() + "': set notes.transcriber.engine to"
                            + " auto or one of "
                            + loaders.stream().map(RecogniserLoader::engine).toList());
        }
        // Where none can, the first says what it misses.
        return allowed.stream().filter(l -> l.canLoad(model)).findFirst().orElse(allowed.get(0));
    }

    private void makeRoom() {
        while (loaded.size() >= settings.maxModels()) {
            Loaded idle = null;
            for (Loaded candidate : loaded) {
                if (candidate.users == 0) {
                    idle = candidate;
                }
            }
            if (idle == null) {
                return;
            }
            loaded.remove(idle);
            log.info("model {} makes room", idle.model);
            idle.recogniser.close();
        }
    }

    private synchronized void giveBack(Loaded used) {
        used.users--;
    }

    @Override
    public synchronized void close() {
        loaded.forEach(l -> l.recogniser.close());
        loaded.clear();
    }

    private static final class Loaded {
        private final String model;
        private final Recogniser recogniser;
        private int users;

        private Loaded(String model, Recogniser recogniser) {
            this.model = model;
            this.recogniser = recogniser;
        }
    }

    /** See {@link #borrow}. */
    public static final class Lease implements AutoCloseable {
        private final Recognisers owner;
        private final Loaded used;

        private Lease(Recognisers owner, Loaded used) {
            this.owner = owner;
            this.used = used;
        }

        public Recogniser recogniser() {
            return used.recogniser;
        }

        @Override
        public void close() {
            owner.giveBack(used);
        }
    }
}
