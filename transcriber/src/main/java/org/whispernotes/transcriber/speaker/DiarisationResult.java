package org.whispernotes.transcriber.speaker;

import java.util.List;

/**
 * Who spoke when in a recording.
 *
 * @param turns by start, then speaker
 * @param speakers ids in the order in which they first speak; empty when nobody does
 */
public record DiarisationResult(List<Turn> turns, List<String> speakers) {

    public DiarisationResult {
        turns = List.copyOf(turns);
        speakers = List.copyOf(speakers);
    }
}
