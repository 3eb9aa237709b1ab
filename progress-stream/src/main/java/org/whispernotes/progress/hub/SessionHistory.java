package org.whispernotes.progress.hub;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.EventLog.Head;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.LogId;
import org.whispernotes.progress.log.StoredProgress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One session's log. Who comes new is told where it stands and the text so far; who comes back is told where it stands
 * and everything since; whose place is gone is told so, and then as if new.
 */
final class SessionHistory implements History {

    private final UUID session;
    private final EventLog log;
    private final StoredProgress stored;
    private final Clock clock;

    SessionHistory(UUID session, EventLog log, StoredProgress stored, Clock clock) {
        this.session = session;
        this.log = log;
        this.stored = stored;
        this.clock = clock;
    }

    @Override
    public Flux<FeedItem> catchUp(Cursor cursor) {
        return log.head(session).flatMapMany(head -> head.isKnown() ? known(head, cursor) : unknown(cursor));
    }

    private Flux<FeedItem> known(Head head, Cursor cursor) {
        LogId place = cursor.place();
        if (place == null) {
            return fromNew(head, cursor);
        }
        if (!head.canReplayAfter(place)) {
            return Flux.concat(Mono.just(new FeedItem.Reset(head.state(), clock.instant())), fromNew(head, cursor));
        }
        LogEntry state = head.snapshot();
        if (state != null && state.isTerminal() && !state.id().isAfter(place)) {
            return Flux.just(FeedItem.Event.replayed(state));
        }
        boolean told = cursor.isStateTold();
        cursor.stateIsTold();
        if (state == null || state.isTerminal() || told) {
            return since(place, cursor);
        }
        return Flux.concat(Mono.just(new FeedItem.State(state)), since(place, cursor));
    }

    private Flux<FeedItem> fromNew(Head head, Cursor cursor) {
        LogEntry state = head.snapshot();
        if (state == null) {
            return since(LogId.START, cursor);
        }
        if (state.isTerminal()) {
            return Flux.just(FeedItem.Event.replayed(state));
        }
        return Flux.concat(textBefore(state, cursor), Flux.defer(() -> since(state.id(), cursor)));
    }

    /** The state, with its place when nothing older is worth telling; else the text so far follows, then the place. */
    private Flux<FeedItem> textBefore(LogEntry state, Cursor cursor) {
        return log.after(session, LogId.START)
                .takeWhile(entry -> state.id().isAfter(entry.id()))
                .filter(LogEntry::addsUp)
                .doOnNext(entry -> cursor.moveTo(entry.id()))
                .<FeedItem>map(FeedItem.Event::replayed)
                .switchOnFirst((first, text) -> first.hasValue()
                        ? Flux.concat(
                                Mono.just(new FeedItem.State(state)),
                                text,
                                Mono.just(new FeedItem.Position(state.id())))
                        : text.thenMany(Mono.just(FeedItem.Event.replayed(state))))
                .doOnComplete(() -> cursor.moveTo(state.id()));
    }

    private Flux<FeedItem> since(LogId place, Cursor cursor) {
        return log.after(session, place)
                .doOnNext(entry -> cursor.moveTo(entry.id()))
                .<FeedItem>map(FeedItem.Event::replayed)
                .doOnComplete(() -> {
                    if (cursor.place() == null) {
                        cursor.moveTo(place);
                    }
                });
    }

    /** Redis does not know the session: it is new, or Redis lost it. The store may know. */
    private Flux<FeedItem> unknown(Cursor cursor) {
        return Mono.fromCallable(() -> stored.find(session).orElse(null))
                .subscribeOn(Schedulers.boundedElastic())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMapMany(state -> {
                    boolean lost = cursor.place() != null && !LogId.START.equals(cursor.place());
                    boolean told = cursor.isStateTold();
                    cursor.moveTo(LogId.START);
                    return describe(state.orElse(null), lost, told);
                });
    }

    private Flux<FeedItem> describe(@Nullable LogEntry state, boolean lost, boolean told) {
        if (state != null && state.isTerminal()) {
            return Flux.just(FeedItem.Event.replayed(state));
        }
        if (lost) {
            return Flux.just(new FeedItem.Reset(state, clock.instant()));
        }
        return state == null || told ? Flux.empty() : Flux.just(new FeedItem.State(state));
    }
}
