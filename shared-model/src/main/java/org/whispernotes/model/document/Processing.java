package org.whispernotes.model.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the work took.
 *
 * @param seconds sum over all workers
 * @param workers ids of those who took part
 * @param stages seconds by stage, for example {@code decode, activity, recognise, speakers}
 */
public record Processing(double seconds, List<String> workers, Map<String, Double> stages) {

    public Processing {
        workers = List.copyOf(workers);
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }
}
