package org.whispernotes.todos.extract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A stretch of the talk about one thing.
 *
 * @param firstSegment where it begins
 * @param lastSegment where it ends
 */
public record DraftChapter(
        String title,
        @JsonProperty("first_segment") int firstSegment,
        @JsonProperty("last_segment") int lastSegment) {}
