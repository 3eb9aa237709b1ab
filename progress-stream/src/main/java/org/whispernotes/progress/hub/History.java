package org.whispernotes.progress.hub;

import reactor.core.publisher.Flux;

/** What a follower missed, read from the log; moves the cursor along. Fails when Redis is away. */
interface History {

    Flux<FeedItem> catchUp(Cursor cursor);
}
