package org.whispernotes.progress.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.RedisConnections;

/**
 * Who follows which channel, and what Redis announces on it. A mailbox gets the order to read the log when its channel's
 * subscription is confirmed: from then on nothing is missed that is not in the log.
 */
final class Channels implements Announcements.Listener {

    private static final Logger log = LoggerFactory.getLogger(Channels.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long UNCONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long UNUSED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ConcurrentHashMap<String, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicInteger followers = new AtomicInteger();
    private final Announcements announcements;
    private final Notices notices;
    private final HubMetrics metrics;
    private final long pingNanos;
    private final int mailboxSize;
    private long lookedNanos;
    private volatile boolean stopping;

    Channels(RedisConnections redis, Notices notices, HubMetrics metrics) {
        this.announcements = new Announcements(redis, this);
        this.notices = notices;
        this.metrics = metrics;
        this.pingNanos = notices.settings().pingInterval().toNanos();
        this.lookedNanos = System.nanoTime() - LOOK_NANOS;
        this.mailboxSize = notices.settings().buffer();
        metrics.observe(followers::get, topics::size, announcements::isLive);
    }

    Mailbox join(String channel) {
        Mailbox mailbox = new Mailbox(mailboxSize, firstPing());
        followers.incrementAndGet();
        if (stopping) {
            mailbox.close(notices.stopping());
            return mailbox;
        }
        topics.compute(channel, (name, known) -> {
            Topic topic = known;
            if (topic == null) {
                topic = new Topic(System.nanoTime());
                announcements.subscribe(name);
            }
            topic.followers.add(mailbox);
            if (topic.subscribed) {
                mailbox.offer(Signal.CatchUp.NOW);
            } else if (!announcements.isLive()) {
                mailbox.offer(notices.away());
            }
            return topic;
        });
        return mailbox;
    }

    /** The channel stays subscribed for a while: whoever lost the connection comes back in a moment. */
    void leave(String channel, Mailbox mailbox) {
        followers.decrementAndGet();
        topics.computeIfPresent(channel, (name, topic) -> {
            topic.followers.remove(mailbox);
            topic.emptySinceNanos = System.nanoTime();
            return topic;
        });
    }

    /** Spread, so that ten thousand clients that came at once are not pinged at once. */
    private long firstPing() {
        return System.nanoTime() + ThreadLocalRandom.current().nextLong(1, pingNanos);
    }

    @Override
    public void announced(String channel, byte[] payload) {
        Topic topic = topics.get(channel);
        if (topic == null) {
            return;
        }
        metrics.received.increment();
        FeedItem event;
        try {
            event = new FeedItem.Event(LogEntry.ofPayload(payload), true);
        } catch (IllegalArgumentException e) {
            log.error("{}: dropped an announcement that is not one of ours: {}", channel, e.getMessage());
            return;
        }
        metrics.delivered.increment(topic.followers.size());
        for (Mailbox mailbox : topic.followers) {
            offer(mailbox, event);
        }
    }

    @Override
    public void subscribed(String channel) {
        // Waits for a join under way: Redis may confirm before the topic that asked for it is in the map.
        Topic topic = topics.computeIfPresent(channel, (name, known) -> known);
        if (topic != null && !topic.subscribed) {
            topic.subscribed = true;
            topic.followers.forEach(mailbox -> offer(mailbox, Signal.CatchUp.NOW));
        }
    }

    @Override
    public void disconnected() {
        topics.values().forEach(topic -> topic.subscribed = false);
    }

    @Override
    public void back() {
        log.info("Redis answers: {} channels are followed live", topics.size());
        // Lettuce subscribes again to what it knew; what came before the first connection it has not been asked for.
        announcements.subscribe(topics.entrySet().stream()
                .filter(topic -> !topic.getValue().subscribed)
                .map(Map.Entry::getKey)
                .toList());
        tellAll(notices.live());
    }

    @Override
    public void away() {
        log.warn("Redis is away: {} streams stay open and resume once it is back", followers.get());
        tellAll(notices.away());
    }

    private void tellAll(FeedItem.Notice notice) {
        topics.values().forEach(topic -> topic.followers.forEach(mailbox -> offer(mailbox, notice)));
    }

    private void offer(Mailbox mailbox, Signal signal) {
        if (!mailbox.offer(signal)) {
            mailbox.close(notices.tooSlow());
            metrics.dropped.increment();
        }
    }

    /** Called by one thread several times a second: pings those whose turn it is, and once a second looks after the rest. */
    void tick(long nowNanos) {
        FeedItem.Notice ping = announcements.isLive() ? notices.live() : notices.away();
        topics.values().forEach(topic -> topic.followers.forEach(mailbox -> mailbox.ping(nowNanos, pingNanos, ping)));
        if (nowNanos - lookedNanos >= LOOK_NANOS) {
            lookedNanos = nowNanos;
            look(nowNanos);
        }
    }

    /** Is Redis there, and which channels are unused or unconfirmed. */
    private void look(long nowNanos) {
        announcements.check();
        boolean live = announcements.isLive();
        topics.forEach((channel, topic) -> {
            if (topic.followers.isEmpty()) {
                forgetIfUnused(channel, nowNanos);
            } else if (live && !topic.subscribed && nowNanos - topic.askedNanos > UNCONFIRMED_NANOS) {
                topic.askedNanos = nowNanos;
                announcements.subscribe(channel);
            }
        });
    }

    /** Only what was confirmed: a confirmation that comes later could be taken for that of a later subscription. */
    private void forgetIfUnused(String channel, long nowNanos) {
        topics.computeIfPresent(channel, (name, topic) -> {
            boolean unused =
                    topic.followers.isEmpty() && topic.subscribed && nowNanos - topic.emptySinceNanos > UNUSED_NANOS;
            if (unused) {
                announcements.unsubscribe(name);
            }
            return unused ? null : topic;
        });
    }

    void open() {
        stopping = false;
    }

    /** Sends everybody elsewhere, and whoever still comes. */
    void close() {
        stopping = true;
        topics.values().forEach(topic -> topic.followers.forEach(mailbox -> mailbox.close(notices.stopping())));
        announcements.close();
    }
}
