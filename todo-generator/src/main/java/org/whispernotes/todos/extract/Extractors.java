package org.whispernotes.todos.extract;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engines that this process has, best first. */
public final class Extractors implements AutoCloseable {

    private final List<Extractor> available;
    private final Extractor fallback;

    /**
     * @param writing engines that are configured, best first; may be empty
     * @param fallback the engine that needs nothing
     */
    public Extractors(List<Extractor> writing, Extractor fallback) {
        this.available = List.copyOf(writing);
        this.fallback = fallback;
    }

    /**
     * The engine of that name.
     *
     * @param wanted engine name; null or {@code auto} is the best there is
     * @return empty when that engine isn't configured here
     */
    public Optional<Extractor> find(@Nullable String wanted) {
        if (wanted == null || wanted.isBlank() || wanted.equals("auto")) {
            return Optional.of(available.isEmpty() ? fallback : available.get(0));
        }
        if (wanted.equals(fallback.engine().name())) {
            return Optional.of(fallback);
        }
        return available.stream()
                .filter(extractor -> extractor.engine().name().equals(wanted))
                .findFirst();
    }

    /** Of that engine, with that model in it; empty when the engine doesn't have that model. */
    public static Optional<Extractor> withModel(Extractor extractor, @Nullable String model) {
        return model == null || model.isBlank() ? Optional.of(extractor) : extractor.withModel(model.strip());
    }

    /** The engine that always has an answer. */
    public Extractor fallback() {
        return fallback;
    }

    @Override
    public void close() {
        available.forEach(Extractor::close);
        fallback.close();
    }
}
