package org.whispernotes.progress.hub;

import java.time.Clock;
import java.util.UUID;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.LogId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The log over all sessions of a user. Who comes new is told where each of the latest sessions stands; who comes back is
 * told everything since.
 */
final class UserHistory implements History {

    private final UUID user;
    private final EventLog log;
    private final Clock clock;

    UserHistory(UUID user, EventLog log, Clock clock) {
        this.user = user;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Flux<FeedItem> catchUp(Cursor cursor) {
        return log.userHead(user).flatMapMany(head -> {
            LogId place = cursor.place();
            LogId end = head.last() == null ? LogId.START : head.last().id();
            if (place == null) {
                return fromNew(end, cursor);
            }
            if (!head.canReplayAfter(place)) {
                return Flux.concat(Mono.just(new FeedItem.Reset(null, clock.instant())), fromNew(end, cursor));
            }
            cursor.stateIsTold();
            return since(place, cursor);
        });
    }

    private Flux<FeedItem> fromNew(LogId end, Cursor cursor) {
        return Flux.concat(
                log.statesOfUser(user).<FeedItem>map(FeedItem.State::new),
                Mono.<FeedItem>just(new FeedItem.Position(end)).doOnNext(position -> cursor.moveTo(end)),
                Flux.defer(() -> since(end, cursor)));
    }

    private Flux<FeedItem> since(LogId place, Cursor cursor) {
        return log.afterOfUser(user, place)
                .doOnNext(entry -> cursor.moveTo(entry.id()))
                .map(FeedItem.Event::replayed);
    }
}
