package org.whispernotes.model.message;

import java.util.UUID;

/** Broadcast on the {@code control} exchange: whoever works on this run stops. Runs up to {@code run} are meant. */
public record CancelRun(UUID sessionId, int run) {}
