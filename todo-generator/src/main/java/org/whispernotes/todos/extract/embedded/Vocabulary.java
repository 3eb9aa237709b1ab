package org.whispernotes.todos.extract.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;

/**
 * The word lists that the features ask about. They were written into the model by its training, so that they can't differ
 * from what it learned.
 */
record Vocabulary(
        @JsonProperty("FILLERS") Set<String> fillers,
        @JsonProperty("TIME") Set<String> time,
        @JsonProperty("UNIT") Set<String> unit,
        @JsonProperty("YES") Set<String> yes,
        @JsonProperty("FIRST") Set<String> first,
        @JsonProperty("SECOND") Set<String> second,
        @JsonProperty("OBLIGE") Set<String> oblige,
        @JsonProperty("FUTURE") Set<String> future,
        @JsonProperty("PAST") Set<String> past,
        @JsonProperty("IF") Set<String> conditional) {}
