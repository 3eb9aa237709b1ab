package org.whispernotes.todos.extract;

import java.util.List;
import java.util.Optional;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * Finds todos, decisions and questions in a window of a talk. What it returns is a claim: it is checked against the cited
 * text before anyone sees it. One extractor serves one call at a time from several threads' point of view: callers may
 * share it, it does its own queueing.
 */
public interface Extractor extends AutoCloseable {

    EngineDescription engine();

    /**
     * Claims about one window.
     *
     * @param talk the whole talk; lines outside the window are context and must not be cited
     * @throws ExtractionException when the engine has nothing to offer for this window
     * @throws ExtractionCancelledException soon after {@code cancellation} says so
     */
    WindowFindings extract(Talk talk, Window window, Guidance guidance, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException;

    /**
     * The whole talk in a few sentences, made from the windows' overviews.
     *
     * @param windows of the whole talk, in order; not empty
     */
    List<DraftLine> overview(Talk talk, List<WindowFindings> windows, Guidance guidance, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException;

    /** The same with another model in it; empty when it doesn't have that one. */
    default Optional<Extractor> withModel(String name) {
        return name.equals(engine().model()) ? Optional.of(this) : Optional.empty();
    }

    @Override
    default void close() {}
}
