package org.whispernotes.progress.sse;

import java.net.InetAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.progress.ProgressStreamSettings;
import org.whispernotes.progress.access.Admission;
import org.whispernotes.progress.access.ConnectionLimits;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.SessionAccess.Known;
import org.whispernotes.progress.hub.DeliveryTimer;
import org.whispernotes.progress.hub.FeedItem;
import org.whispernotes.progress.hub.ProgressHub;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.LogEntry;
import org.whispernotes.progress.log.LogId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Server-Sent Events of one session until it has ended, or of all of the user's sessions. */
@RestController
public final class SseController {

    private static final MediaType EVENT_STREAM = new MediaType("text", "event-stream");
    /** Stands for an id that is none of ours: it can't be replayed from. */
    private static final LogId UNKNOWN_PLACE = new LogId(-1, -1);

    private final ProgressHub hub;
    private final EventLog log;
    private final Admission admission;
    private final SessionAccess sessions;
    private final ProgressStreamSettings settings;
    private final DeliveryTimer timer;

    public SseController(
            ProgressHub hub,
            EventLog log,
            Admission admission,
            SessionAccess sessions,
            ProgressStreamSettings settings,
            DeliveryTimer timer) {
        this.hub = hub;
        this.log = log;
        this.admission = admission;
        this.sessions = sessions;
        this.settings = settings;
        this.timer = timer;
    }

    @GetMapping("/api/progress/{sessionId}")
    public Mono<Void> session(@PathVariable String sessionId, ServerWebExchange exchange) {
        return admission.admit("sse", exchange, user -> {
            UUID session = SessionAccess.idOf(sessionId);
            return sessions.open(session, user).flatMap(known -> answer(session, known, exchange));
        });
    }

    @GetMapping("/api/progress")
    public Mono<Void> allSessions(ServerWebExchange exchange) {
        return admission.admit(
                "sse", exchange, user -> stream(exchange, null, hub.followUser(user, place(exchange.getRequest()))));
    }

    private Mono<Void> answer(UUID session, Known known, ServerWebExchange exchange) {
        LogId place = place(exchange.getRequest());
        Mono<Void> stream = Mono.defer(() -> stream(exchange, session, hub.followSession(session, place)));
        if (!knowsTheEnd(known, place)) {
            return stream;
        }
        return log.markTold(
                        session,
                        clientOf(exchange.getRequest()),
                        settings.keepTold().toSeconds())
                .flatMap(first -> first ? stream : nothingMore(exchange.getResponse()));
    }

    /** Whether the last entry that the client has is the session's terminal event. */
    private static boolean knowsTheEnd(Known known, @Nullable LogId place) {
        if (place == null || known.head() == null) {
            return false;
        }
        if (known.stored().isPresent()) {
            return known.stored().get().isTerminal() && place.equals(LogId.START);
        }
        LogEntry snapshot = known.head().snapshot();
        return snapshot != null
                && snapshot.isTerminal()
                && known.head().canReplayAfter(place)
                && !snapshot.id().isAfter(place);
    }

    /** 204 tells an EventSource to stop coming back. */
    private static Mono<Void> nothingMore(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.NO_CONTENT);
        return response.setComplete();
    }

    private Mono<Void> stream(ServerWebExchange exchange, @Nullable UUID session, Flux<FeedItem> feed) {
        boolean unnamed =
                Boolean.parseBoolean(exchange.getRequest().getQueryParams().getFirst("unnamed"));
        SseFrames frames = new SseFrames(session, !unnamed);
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(EVENT_STREAM);
        headers.setCacheControl("no-store");
        headers.set("X-Accel-Buffering", "no");
        DataBufferFactory buffers = response.bufferFactory();
        Flux<Mono<DataBuffer>> flushed = Flux.concat(
                Mono.fromSupplier(() -> Mono.just(buffers.wrap(SseFrames.retry(settings.retry())))), feed.map(item -> {
                    timer.record(item);
                    return Mono.just(buffers.wrap(frames.encode(item)));
                }));
        return response.writeAndFlushWith(flushed);
    }

    /** Null when the client is new. */
    private static @Nullable LogId place(ServerHttpRequest request) {
        String id = request.getHeaders().getFirst("Last-Event-ID");
        if (id == null) {
            id = request.getQueryParams().getFirst("lastEventId");
        }
        return id == null || id.isBlank() ? null : LogId.parse(id.trim()).orElse(UNKNOWN_PLACE);
    }

    private static String clientOf(ServerHttpRequest request) {
        InetAddress address = ConnectionLimits.addressOf(request);
        return (address == null ? "" : address.getHostAddress()) + " "
                + request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
    }
}
