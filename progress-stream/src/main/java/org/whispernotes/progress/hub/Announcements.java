package org.whispernotes.progress.hub;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.progress.log.RedisConnections;

/**
 * The process's one pub/sub connection. It notices both a closed connection and a Redis that has stopped answering;
 * Lettuce reopens the connection and subscribes again, and every confirmation is passed on.
 */
final class Announcements {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What the hub is told. */
    interface Listener {
        void announced(String channel, byte[] payload);

        void subscribed(String channel);

        /** Redis answers, or does so again. */
        void back();

        /** Redis does not answer. */
        void away();

        /** The connection was lost: what is announced until the next confirmations is missed. */
        void disconnected();
    }

    private final RedisConnections redis;
    private final Listener listener;
    private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;
    private volatile boolean live;
    private @Nullable RedisFuture<String> ping;
    private volatile long answeredNanos;

    Announcements(RedisConnections redis, Listener listener) {
        this.redis = redis;
        this.listener = listener;
    }

    boolean isLive() {
        return live;
    }

    void subscribe(String channel) {
        StatefulRedisPubSubConnection<String, byte[]> open = connection;
        if (open != null) {
            open.async().subscribe(channel);
        }
    }

    void subscribe(Collection<String> channels) {
        StatefulRedisPubSubConnection<String, byte[]> open = connection;
        if (open != null && !channels.isEmpty()) {
            open.async().subscribe(channels.toArray(String[]::new));
        }
    }

    void unsubscribe(String channel) {
        StatefulRedisPubSubConnection<String, byte[]> open = connection;
        if (open != null) {
            open.async().unsubscribe(channel);
        }
    }

    /** Called again and again by one thread: opens the connection when there is none, and checks that it answers. */
    void check() {
        if (connection == null) {
            connect();
            return;
        }
        RedisFuture<String> asked = ping;
        if (asked == null || asked.isDone()) {
            if (asked != null && asked.getError() == null) {
                answeredNanos = System.nanoTime();
                setLive(true);
            }
            StatefulRedisPubSubConnection<String, byte[]> open = connection;
            if (open != null) {
                ping = open.async().ping();
            }
        }
        if (System.nanoTime() - answeredNanos > SILENCE_NANOS) {
            setLive(false);
        }
    }

    private void connect() {
        try {
            StatefulRedisPubSubConnection<String, byte[]> opened = redis.connectPubSub();
            opened.addListener(new Messages());
            opened.addListener(new Connections());
            connection = opened;
            answeredNanos = System.nanoTime();
            setLive(true);
        } catch (RuntimeException e) {
            log.debug("Redis is still away", e);
            setLive(false);
        }
    }

    private synchronized void setLive(boolean now) {
        if (live == now) {
            return;
        }
        live = now;
        if (now) {
            listener.back();
        } else {
            listener.away();
        }
    }

    void close() {
        StatefulRedisPubSubConnection<String, byte[]> open = connection;
        if (open != null) {
            open.closeAsync();
        }
    }

    private final class Messages extends RedisPubSubAdapter<String, byte[]> {
        @Override
        public void message(String channel, byte[] payload) {
            listener.announced(channel, payload);
        }

        @Override
        public void subscribed(String channel, long count) {
            listener.subscribed(channel);
        }
    }

    private final class Connections implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
            // Or the next look would take the outage that is over for one that goes on.
            answeredNanos = System.nanoTime();
            setLive(true);
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            listener.disconnected();
            setLive(false);
        }
    }
}
