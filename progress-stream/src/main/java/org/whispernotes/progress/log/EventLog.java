package org.whispernotes.progress.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.progress.ProgressKeys;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the logs that workers append to. Everything fails with Lettuce's exceptions when Redis is away; nothing here
 * retries.
 */
public final class EventLog {

    private static final Range<String> ALL = Range.unbounded();

    private final RedisConnections redis;
    private final int pageSize;
    private final int maxStates;

    /**
     * @param pageSize entries read at once
     * @param maxStates sessions of a user whose state is told, the latest ones
     */
    public EventLog(RedisConnections redis, int pageSize, int maxStates) {
        this.redis = redis;
        this.pageSize = pageSize;
        this.maxStates = maxStates;
    }

    /**
     * What is known of a log before reading it.
     *
     * @param owner whose session it is
     * @param snapshot the latest percentage, or the end
     * @param first the oldest entry still there
     * @param last the latest entry
     */
    public record Head(
            @Nullable UUID owner,
            @Nullable LogEntry snapshot,
            @Nullable LogEntry first,
            @Nullable LogEntry last) {

        public boolean isKnown() {
            return snapshot != null || last != null;
        }

        /** Where the session stands, as well as the log tells. */
        public @Nullable LogEntry state() {
            return snapshot != null ? snapshot : last;
        }

        /** Whether everything after the place is still there, and the place is one of this log. */
        public boolean canReplayAfter(LogId place) {
            if (first == null || last == null) {
                return place.equals(LogId.START);
            }
            return place.equals(LogId.START) || (place.compareTo(first.id()) >= 0 && place.compareTo(last.id()) <= 0);
        }
    }

    public Mono<Head> head(UUID session) {
        String key = ProgressKeys.events(session);
        return call(commands -> {
            CompletionStage<List<KeyValue<String, byte[]>>> values =
                    commands.mget(ProgressKeys.owner(session), ProgressKeys.snapshot(session));
            CompletionStage<List<StreamMessage<String, byte[]>>> first = commands.xrange(key, ALL, Limit.from(1));
            CompletionStage<List<StreamMessage<String, byte[]>>> last = commands.xrevrange(key, ALL, Limit.from(1));
            return values.thenCombine(first, (known, oldest) -> head(known, oldest, List.of()))
                    .thenCombine(
                            last,
                            (head, latest) -> new Head(head.owner(), head.snapshot(), head.first(), only(latest)));
        });
    }

    private static Head head(
            List<KeyValue<String, byte[]>> known,
            List<StreamMessage<String, byte[]>> oldest,
            List<StreamMessage<String, byte[]>> latest) {
        byte[] owner = known.get(0).getValueOrElse(null);
        byte[] snapshot = known.get(1).getValueOrElse(null);
        return new Head(
                owner == null ? null : UUID.fromString(new String(owner, UTF_8)),
                snapshot == null ? null : LogEntry.ofPayload(snapshot),
                only(oldest),
                only(latest));
    }

    /** Entries after the place, oldest first, read page by page as they are asked for. */
    public Flux<LogEntry> after(UUID session, LogId place) {
        String key = ProgressKeys.events(session);
        return pages(
                place,
                from -> call(commands ->
                        commands.xrange(key, after(from), Limit.from(pageSize)).thenApply(EventLog::entries)));
    }

    /** Where the user's log begins and ends; owner and snapshot are not set. */
    public Mono<Head> userHead(UUID user) {
        String key = ProgressKeys.userEvents(user);
        return call(commands -> commands.xrange(key, ALL, Limit.from(1))
                .thenCombine(
                        commands.xrevrange(key, ALL, Limit.from(1)),
                        (first, last) -> new Head(null, null, marker(first), marker(last))));
    }

    /** Entries of all of the user's sessions after the place, oldest first. */
    public Flux<LogEntry> afterOfUser(UUID user, LogId place) {
        String key = ProgressKeys.userEvents(user);
        return pages(
                place,
                from -> call(commands -> commands.xrange(key, after(from), Limit.from(pageSize))
                        .thenCompose(ids -> resolve(commands, ids))));
    }

    /** The user's log holds ids only: fetches the entries from the sessions' logs, all at once. */
    private static CompletionStage<Page> resolve(
            RedisAsyncCommands<String, byte[]> commands, List<StreamMessage<String, byte[]>> ids) {
        List<CompletableFuture<List<StreamMessage<String, byte[]>>>> found = new ArrayList<>(ids.size());
        for (StreamMessage<String, byte[]> id : ids) {
            UUID session = UUID.fromString(text(id, ProgressKeys.SESSION_FIELD));
            found.add(commands.xrange(ProgressKeys.events(session), Range.create(id.getId(), id.getId()))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<LogEntry> entries = new ArrayList<>(ids.size());
            found.forEach(one -> one.join().forEach(message -> entries.add(entry(message))));
            return new Page(entries, ids.isEmpty() ? null : id(ids.get(ids.size() - 1)), ids.size());
        });
    }

    /** Where the user's latest sessions stand, the longest silent first. */
    public Flux<LogEntry> statesOfUser(UUID user) {
        return this.<List<LogEntry>>call(commands -> commands.zrevrange(
                                ProgressKeys.userSessions(user), 0, maxStates - 1L)
                        .thenCompose(sessions -> sessions.isEmpty()
                                ? CompletableFuture.completedFuture(List.of())
                                : commands.mget(sessions.stream()
                                                .map(id ->
                                                        ProgressKeys.snapshot(UUID.fromString(new String(id, UTF_8))))
                                                .toArray(String[]::new))
                                        .thenApply(EventLog::snapshots)))
                .flatMapIterable(Function.identity());
    }

    private static List<LogEntry> snapshots(List<KeyValue<String, byte[]>> values) {
        // The set knows milliseconds only; two sessions that spoke in the same one are told in the log's order.
        return values.stream()
                .filter(KeyValue::hasValue)
                .map(value -> LogEntry.ofPayload(value.getValue()))
                .sorted(Comparator.comparing(LogEntry::id))
                .toList();
    }

    /** Remembers that this client was told the end; false when it had been told already. */
    public Mono<Boolean> markTold(UUID session, String client, long keepSeconds) {
        String key = ProgressKeys.told(session);
        return call(commands -> {
            CompletionStage<Long> added = commands.sadd(key, client.getBytes(UTF_8));
            return commands.expire(key, keepSeconds).thenCombine(added, (kept, count) -> count > 0);
        });
    }

    private <T> Mono<T> call(Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return redis.commands().flatMap(commands -> Mono.fromCompletionStage(() -> command.apply(commands)));
    }

    private record Page(List<LogEntry> entries, @Nullable LogId end, int read) {}

    private Flux<LogEntry> pages(LogId place, Function<LogId, Mono<Page>> read) {
        return read.apply(place)
                .expand(page -> page.read() < pageSize || page.end() == null ? Mono.empty() : read.apply(page.end()))
                .concatMapIterable(Page::entries, 1);
    }

    private static Page entries(List<StreamMessage<String, byte[]>> messages) {
        List<LogEntry> entries = messages.stream().map(EventLog::entry).toList();
        return new Page(
                entries,
                entries.isEmpty() ? null : entries.get(entries.size() - 1).id(),
                entries.size());
    }

    private static Range<String> after(LogId place) {
        return Range.from(Range.Boundary.excluding(place.toString()), Range.Boundary.unbounded());
    }

    private static @Nullable LogEntry only(List<StreamMessage<String, byte[]>> messages) {
        return messages.isEmpty() ? null : entry(messages.get(0));
    }

    /** An entry of a user's log: a place without an event. */
    private static @Nullable LogEntry marker(List<StreamMessage<String, byte[]>> messages) {
        return messages.isEmpty() ? null : new LogEntry(id(messages.get(0)), "", new byte[0]);
    }

    private static LogEntry entry(StreamMessage<String, byte[]> message) {
        byte[] data = message.getBody().get(ProgressKeys.DATA_FIELD);
        if (data == null) {
            throw new IllegalStateException("log entry " + message.getId() + " has no data");
        }
        return new LogEntry(id(message), text(message, ProgressKeys.EVENT_FIELD).intern(), data);
    }

    private static String text(StreamMessage<String, byte[]> message, String field) {
        byte[] value = message.getBody().get(field);
        if (value == null) {
            throw new IllegalStateException("log entry " + message.getId() + " has no " + field);
        }
        return new String(value, UTF_8);
    }

    private static LogId id(StreamMessage<String, byte[]> message) {
        return LogId.parse(message.getId()).orElseThrow();
    }
}
