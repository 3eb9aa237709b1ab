package org.whispernotes.bench.progress;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Many connections, each following one session, over as few threads as possible: the load shares the machine with what
 * it measures.
 */
final class Clients implements AutoCloseable {

    /** Connections that are being opened at once. */
    private static final int OPENING = 200;

    private static final long OPEN_LIMIT_SECONDS = 120;
    /** Where the status begins in {@code HTTP/1.1 200}. */
    private static final int STATUS_AT = 9;

    private static final long POLL_MILLIS = 2_000;
    private static final long KEEP_ALIVE_SECONDS = 30;
    /** An empty pong, masked with zero (RFC 6455, 5.5.3). */
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Client> clients = new ArrayList<>();
    private final Target target;
    private final Latencies latencies;
    private final AtomicInteger answered = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final AtomicInteger unexpectedEnds = new AtomicInteger();

    Clients(Target target, List<UUID> sessions, int count, Latencies latencies) {
        this.target = target;
        this.latencies = latencies;
        for (int i = 0; i < count; i++) {
            clients.add(new Client(sessions.get(i % sessions.size())));
        }
    }

    /** Opens all and waits until each has been answered; returns the seconds it took. */
    double open() throws InterruptedException {
        long begun = System.nanoTime();
        answered.set(0);
        Semaphore opening = new Semaphore(OPENING);
        for (Client client : clients) {
            if (!opening.tryAcquire(OPEN_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        answered.get() + " of " + clients.size() + " clients were answered, then no more");
            }
            client.connect(opening);
        }
        if (!opening.tryAcquire(OPENING, OPEN_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(answered.get() + " of " + clients.size() + " clients were answered");
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Drops all connections at once. */
    void drop() throws InterruptedException {
        for (Client client : clients) {
            client.drop();
        }
        for (Client client : clients) {
            client.awaitClosed();
        }
    }

    /** Whether every client has seen its session's event of that number. */
    boolean allHaveSeen(long sequence) {
        return clients.stream().allMatch(client -> client.lastSequence >= sequence);
    }

    /** Requests that polling clients made after their first. */
    long requests() {
        return requests.sum();
    }

    /** Who has not seen that event, for a person: how many, and what the first of them saw last. */
    String behind(long sequence) {
        List<Client> late = clients.stream()
                .filter(client -> client.lastSequence < sequence)
                .toList();
        return late.size() + " of " + clients.size() + " clients are behind event " + sequence
                + (late.isEmpty() ? "" : ", one at " + late.get(0).lastSequence) + "; " + unexpectedEnds
                + " connections broke";
    }

    int unexpectedEnds() {
        return unexpectedEnds.get();
    }

    @Override
    public void close() throws InterruptedException {
        for (Client client : clients) {
            client.drop();
        }
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    }

    private final class Client extends ChannelInboundHandlerAdapter {
        private final UUID session;
        private final EventScanner scanner = new EventScanner(this::event);
        private volatile @Nullable Channel channel;
        private volatile @Nullable Semaphore opening;
        private volatile long lastSequence;
        private volatile boolean dropped;

        private Client(UUID session) {
            this.session = session;
        }

        private void connect(Semaphore permits) {
            opening = permits;
            dropped = false;
            new Bootstrap()
                    .group(loops)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel opened) {
                            opened.pipeline().addLast(Client.this);
                        }
                    })
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()))
                    .addListener(done -> {
                        if (!done.isSuccess()) {
                            unexpectedEnds.incrementAndGet();
                            answered();
                        }
                    });
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            String request = target.request(session, scanner.lastId());
            context.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (answered()) {
                    byte statusClass = bytes.getByte(bytes.readerIndex() + STATUS_AT);
                    if (statusClass != '1' && statusClass != '2') {
                        unexpectedEnds.incrementAndGet();
                    }
                    ByteBuf more = target.afterAnswer(session);
                    if (more != null) {
                        context.writeAndFlush(more);
                    }
                    if (target.way() == Target.Way.SOCKET) {
                        keepAlive(context);
                    } else if (target.way() == Target.Way.POLL) {
                        askAgain(context, ThreadLocalRandom.current().nextLong(POLL_MILLIS));
                    }
                }
                scanner.scan(bytes);
            } finally {
                bytes.release();
            }
        }

        private void askAgain(ChannelHandlerContext context, long millis) {
            loops.schedule(
                    () -> {
                        if (context.channel().isActive()) {
                            requests.increment();
                            context.writeAndFlush(
                                    Unpooled.copiedBuffer(target.request(session, ""), StandardCharsets.US_ASCII));
                            askAgain(context, POLL_MILLIS);
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        }

        private void keepAlive(ChannelHandlerContext context) {
            loops.schedule(
                    () -> {
                        if (context.channel().isActive()) {
                            context.writeAndFlush(Unpooled.wrappedBuffer(PONG));
                            keepAlive(context);
                        }
                    },
                    KEEP_ALIVE_SECONDS,
                    TimeUnit.SECONDS);
        }

        private boolean answered() {
            Semaphore permits = opening;
            if (permits != null) {
                opening = null;
                answered.incrementAndGet();
                permits.release();
                return true;
            }
            return false;
        }

        private void event(long sequence, long sentNanos, boolean hasId) {
            long last = lastSequence;
            switch (target.way()) {
                case STREAM -> {
                    if (!hasId) {
                        // It only repeats the state.
                        return;
                    }
                }
                case SOCKET -> {}
                case POLL -> {
                    if (sequence == last) {
                        return;
                    }
                    // What was superseded between two questions became visible with this answer too; one a second.
                    for (long missed = Math.max(last + 1, Load.FIRST_ROUND + 1); missed < sequence; missed++) {
                        latencies.record(sentNanos - TimeUnit.SECONDS.toNanos(sequence - missed));
                    }
                    last = sequence - 1;
                }
            }
            if (sequence > Load.FIRST_ROUND) {
                latencies.record(sentNanos);
            }
            if (last > 0 && sequence > last + 1) {
                latencies.lost(sequence - last - 1);
            } else if (sequence <= last) {
                latencies.doubled();
            }
            lastSequence = Math.max(lastSequence, sequence);
        }

        private void drop() {
            dropped = true;
            Channel open = channel;
            if (open != null) {
                open.close();
            }
        }

        private void awaitClosed() throws InterruptedException {
            Channel open = channel;
            if (open != null) {
                open.closeFuture().await(10, TimeUnit.SECONDS);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!dropped) {
                unexpectedEnds.incrementAndGet();
                answered();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
