package org.whispernotes.bench.todos;

/**
 * How a scenario came out.
 *
 * @param held whether that is what is promised
 * @param what in words
 */
record Seen(boolean held, String what) {}
