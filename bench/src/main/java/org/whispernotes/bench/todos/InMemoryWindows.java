package org.whispernotes.bench.todos;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.window.WindowResults;

/** Finished windows for as long as the measurement runs. */
final class InMemoryWindows implements WindowResults {

    private final Map<Integer, WindowFindings> windows = new HashMap<>();

    int size() {
        return windows.size();
    }

    @Override
    public Optional<WindowFindings> find(int index) {
        return Optional.ofNullable(windows.get(index));
    }

    @Override
    public void store(int index, WindowFindings findings) {
        windows.put(index, findings);
    }
}
