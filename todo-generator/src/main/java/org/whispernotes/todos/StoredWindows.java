package org.whispernotes.todos;

import java.util.Optional;
import java.util.UUID;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.window.WindowResults;

/** A run's finished windows in the object store. */
final class StoredWindows implements WindowResults {

    private final Documents documents;
    private final UUID sessionId;
    private final int run;

    StoredWindows(Documents documents, UUID sessionId, int run) {
        this.documents = documents;
        this.sessionId = sessionId;
        this.run = run;
    }

    @Override
    public Optional<WindowFindings> find(int index) {
        return documents.find(ObjectKeys.todosWindow(sessionId, run, index), WindowFindings.class);
    }

    @Override
    public void store(int index, WindowFindings findings) {
        documents.write(ObjectKeys.todosWindow(sessionId, run, index), findings);
    }
}
