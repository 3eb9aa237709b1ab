package org.whispernotes.bench.todos;

import java.util.List;

/**
 * What an engine made of one meeting, as positions in its lines.
 *
 * @param picks lines that its todos cite
 * @param first the ten lines that it puts first
 * @param decisions lines that its decisions cite
 * @param questions lines that its open questions cite
 * @param windows that the meeting was cut into
 * @param own windows where the engine's own answer counts; the embedded engine quoted in the others
 * @param claims todos in its own answers, before they were held against the cited text
 * @param warnings codes of what went wrong on the way
 */
record Outcome(
        String engine,
        String meeting,
        List<Integer> picks,
        List<Integer> first,
        List<Integer> decisions,
        List<Integer> questions,
        int windows,
        int own,
        int claims,
        double seconds,
        List<String> warnings) {}
