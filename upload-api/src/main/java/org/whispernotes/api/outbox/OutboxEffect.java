package org.whispernotes.api.outbox;

import org.whispernotes.api.outbox.OutboxEntry.Kind;

/** Makes entries of one kind happen. Called again after a failure or a crash, so doing it twice must be harmless. */
public interface OutboxEffect {

    Kind kind();

    /** May block. Throwing has it tried again later. */
    void apply(OutboxEntry entry);
}
