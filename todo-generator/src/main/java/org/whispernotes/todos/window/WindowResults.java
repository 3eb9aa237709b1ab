package org.whispernotes.todos.window;

import java.util.Optional;
import org.whispernotes.todos.extract.WindowFindings;

/** Where finished windows are kept, so that whoever takes over goes on behind the last one. */
public interface WindowResults {

    Optional<WindowFindings> find(int index);

    void store(int index, WindowFindings findings);
}
