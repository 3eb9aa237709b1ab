package org.whispernotes.bench.progress;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.whispernotes.runtime.Json;

/**
 * Mercure's hub, at its fastest: without the history that it keeps on disk otherwise. A topic is a session; events get
 * in by HTTP, over a few connections that are kept.
 */
final class MercureTarget implements Target {

    private static final String KEY = "benchmark-key-of-no-value-at-all-000";
    private static final int PUBLISHERS = 4;

    private final int port;
    private final ServerProcess hub;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Channel> publishers = new ArrayList<>();
    private final String token;

    MercureTarget(Path binary, Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        this.port = ServerProcess.freePort();
        this.token = token();
        this.hub = ServerProcess.start(
                folder.resolve("mercure.log"),
                Map.of(
                        "ADDR", "127.0.0.1:" + port,
                        "JWT_KEY", KEY,
                        "ALLOW_ANONYMOUS", "1",
                        "TRANSPORT_URL", "local://local",
                        "HEARTBEAT_INTERVAL", "15s"),
                List.of(binary.toAbsolutePath().toString()));
        hub.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/healthz"));
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers.add(connect());
        }
    }

    private Channel connect() {
        return new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        ReferenceCountUtil.release(message);
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    private static String token() throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII))
                + "."
                + base64.encodeToString("{\"mercure\":{\"publish\":[\"*\"]}}".getBytes(StandardCharsets.US_ASCII));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return head + "." + base64.encodeToString(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public Way way() {
        return Way.STREAM;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ServerProcess server() {
        return hub;
    }

    @Override
    public void publish(UUID session, long sequence) {
        String data =
                URLEncoder.encode(Json.text(ProgressStreamTarget.event(session, sequence)), StandardCharsets.US_ASCII);
        String body = "topic=" + session + "&data=" + data;
        String request = "POST /.well-known/mercure HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        int index = Math.floorMod(session.hashCode(), PUBLISHERS);
        if (!publishers.get(index).isActive()) {
            // The hub closes what was idle for a few seconds.
            publishers.set(index, connect());
        }
        Channel publisher = publishers.get(index);
        publisher.writeAndFlush(ByteBufUtil.writeAscii(publisher.alloc(), request));
    }

    @Override
    public String request(UUID session, String lastId) {
        return "GET /.well-known/mercure?topic=" + session
                + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        publishers.forEach(Channel::close);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        hub.close();
    }
}
