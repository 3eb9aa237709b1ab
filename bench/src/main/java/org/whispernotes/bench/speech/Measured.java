package org.whispernotes.bench.speech;

import java.nio.file.Path;
import java.util.Map;

/** What one process does with each file. */
interface Measured {

    /** What came of it, to be written as JSON; {@code seconds} is added where it is not there. */
    Map<String, Object> run(Path file) throws Exception;
}
