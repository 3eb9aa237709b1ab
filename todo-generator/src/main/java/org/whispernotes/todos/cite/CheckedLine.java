package org.whispernotes.todos.cite;

import java.util.List;

/** A sentence that rests on the cited text; {@code start} in seconds. */
public record CheckedLine(String text, List<Integer> segmentIds, double start) {}
