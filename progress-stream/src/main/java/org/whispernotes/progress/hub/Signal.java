package org.whispernotes.progress.hub;

/** What lies in a mailbox: something to tell, or the order to read the log before anything else is told. */
public sealed interface Signal permits FeedItem, Signal.CatchUp {

    /** Announcements arrive from now on; what was appended before must be read from the log. */
    enum CatchUp implements Signal {
        NOW
    }
}
