package org.whispernotes.todos.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.whispernotes.todos.extract.WindowFindings;

/** Finished windows of a run that this process alone works on: a measurement or a test. */
public final class InMemoryWindows implements WindowResults {

    private final Map<Integer, WindowFindings> windows = new ConcurrentSkipListMap<>();

    /** In time order. */
    public List<WindowFindings> all() {
        return new ArrayList<>(windows.values());
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
