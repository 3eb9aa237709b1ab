package org.whispernotes.progress.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.ProgressStreamSettings;

/**
 * How many streams may be open: in all, per signed-in user, per address. Loopback is not counted (it is a proxy, or this
 * machine), and neither is the local user, who is everybody until there is a sign-in.
 */
public final class ConnectionLimits {

    private final ConcurrentHashMap<Object, Integer> open = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<String, AtomicInteger> byProtocol = new ConcurrentHashMap<>();
    private final ProgressStreamSettings settings;
    private final MeterRegistry registry;
    private final Counter refused;

    public ConnectionLimits(ProgressStreamSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        this.refused = Counter.builder("notes.progress.connections.refused").register(registry);
    }

    /**
     * Counts a stream until its lease is released.
     *
     * @throws AccessDeniedException when there are too many
     */
    public Lease acquire(String protocol, UUID user, ServerHttpRequest request) {
        return acquire(protocol, user, addressOf(request));
    }

    Lease acquire(String protocol, UUID user, @Nullable InetAddress address) {
        Object userKey = user.equals(settings.localUser()) ? null : user;
        Object addressKey = address == null || address.isLoopbackAddress() ? null : address;
        Lease lease = new Lease(userKey, addressKey, gauge(protocol));
        if (total.get() > settings.maxConnections()
                || lease.userCount > settings.maxPerUser()
                || lease.addressCount > settings.maxPerAddress()) {
            lease.release();
            refused.increment();
            throw new AccessDeniedException(Problem.TOO_MANY_CONNECTIONS);
        }
        return lease;
    }

    private AtomicInteger gauge(String protocol) {
        return byProtocol.computeIfAbsent(protocol, name -> {
            AtomicInteger count = new AtomicInteger();
            Gauge.builder("notes.progress.connections", count, AtomicInteger::get)
                    .tag("protocol", name)
                    .register(registry);
            return count;
        });
    }

    /** Null where the address is not known. */
    public static @Nullable InetAddress addressOf(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** One open stream. */
    public final class Lease {
        private final @Nullable Object userKey;
        private final @Nullable Object addressKey;
        private final AtomicInteger protocolCount;
        private final int userCount;
        private final int addressCount;

        private Lease(@Nullable Object userKey, @Nullable Object addressKey, AtomicInteger protocolCount) {
            this.userKey = userKey;
            this.addressKey = addressKey;
            this.protocolCount = protocolCount;
            total.incrementAndGet();
            protocolCount.incrementAndGet();
            this.userCount = add(userKey);
            this.addressCount = add(addressKey);
        }

        private int add(@Nullable Object key) {
            return key == null ? 0 : open.merge(key, 1, Integer::sum);
        }

        public void release() {
            total.decrementAndGet();
            protocolCount.decrementAndGet();
            subtract(userKey);
            subtract(addressKey);
        }

        private void subtract(@Nullable Object key) {
            if (key != null) {
                open.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
