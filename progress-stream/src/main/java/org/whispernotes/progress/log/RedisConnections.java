package org.whispernotes.progress.log;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Two connections for the whole process, whatever the number of clients: one to read logs, one for announcements. They
 * are opened when first asked for, so that the process starts while Redis is away; once open, Lettuce reopens them.
 */
public final class RedisConnections {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /** Reading ten thousand logs at once takes longer than one command may. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);

    private final LettuceConnectionFactory factory;
    private final Mono<RedisAsyncCommands<String, byte[]>> commands;

    public RedisConnections(LettuceConnectionFactory factory) {
        this.factory = factory;
        this.commands = Mono.fromCallable(this::connect)
                .subscribeOn(Schedulers.boundedElastic())
                .map(StatefulRedisConnection::async)
                .cache(connected -> Duration.ofMillis(Long.MAX_VALUE), failed -> Duration.ZERO, () -> Duration.ZERO);
    }

    private StatefulRedisConnection<String, byte[]> connect() {
        StatefulRedisConnection<String, byte[]> connection = client().connect(CODEC);
        connection.setTimeout(READ_LIMIT);
        return connection;
    }

    Mono<RedisAsyncCommands<String, byte[]>> commands() {
        return commands;
    }

    /** A new connection for announcements. Blocks; fails when Redis is away. */
    public StatefulRedisPubSubConnection<String, byte[]> connectPubSub() {
        StatefulRedisPubSubConnection<String, byte[]> connection = client().connectPubSub(CODEC);
        // A subscription that times out before it is written is never written: thousands at once take their time.
        connection.setTimeout(READ_LIMIT);
        return connection;
    }

    private RedisClient client() {
        AbstractRedisClient client = factory.getRequiredNativeClient();
        if (client instanceof RedisClient single) {
            return single;
        }
        throw new IllegalStateException(
                "Progress needs a single Redis server or a sentinel; remove spring.data.redis.cluster.*");
    }
}
