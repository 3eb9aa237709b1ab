package org.whispernotes.progress.websocket;

import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.whispernotes.progress.ProgressStreamSettings;
import org.whispernotes.progress.access.Admission;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.Viewers;
import org.whispernotes.progress.hub.DeliveryTimer;
import org.whispernotes.progress.hub.ProgressHub;
import org.whispernotes.runtime.store.Documents;

/** Where the sockets are. Before anything that serves pages. */
@Configuration(proxyBeanMethods = false)
public class SocketConfiguration {

    private static final int BEFORE_PAGES = -1;

    @Bean
    HandlerMapping progressSockets(
            Admission admission,
            Viewers viewers,
            SessionAccess sessions,
            ProgressHub hub,
            DeliveryTimer timer,
            Documents documents,
            ProgressStreamSettings settings,
            Clock clock) {
        WebSocketService sockets = new HandshakeWebSocketService();
        return new SimpleUrlHandlerMapping(
                Map.of(
                        "/ws/progress/{taskId}",
                        new TaskSocket(sockets, admission, viewers, sessions, hub, timer, settings),
                        "/ws/meeting/{id}",
                        new MeetingSocket(sockets, admission, sessions, hub, timer, documents, settings, clock)),
                BEFORE_PAGES);
    }
}
