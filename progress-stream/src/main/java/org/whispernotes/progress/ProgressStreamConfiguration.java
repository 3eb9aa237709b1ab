package org.whispernotes.progress;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.whispernotes.progress.access.Admission;
import org.whispernotes.progress.access.ConnectionLimits;
import org.whispernotes.progress.access.SessionAccess;
import org.whispernotes.progress.access.TokenViewers;
import org.whispernotes.progress.access.Viewers;
import org.whispernotes.progress.hub.DeliveryTimer;
import org.whispernotes.progress.hub.ProgressHub;
import org.whispernotes.progress.log.EventLog;
import org.whispernotes.progress.log.RedisConnections;
import org.whispernotes.progress.log.StoredProgress;
import org.whispernotes.progress.poll.PollController;
import org.whispernotes.progress.sse.SseController;
import org.whispernotes.progress.websocket.SocketConfiguration;
import org.whispernotes.runtime.RuntimeConfiguration;
import org.whispernotes.runtime.store.Documents;

/** Progress to browsers. Lives alone or beside the other services. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProgressStreamSettings.class)
@Import({RuntimeConfiguration.class, SseController.class, PollController.class, SocketConfiguration.class})
public class ProgressStreamConfiguration {

    @Bean
    RedisConnections progressRedisConnections(LettuceConnectionFactory factory) {
        return new RedisConnections(factory);
    }

    @Bean
    EventLog eventLog(RedisConnections progressRedisConnections, ProgressStreamSettings settings) {
        return new EventLog(progressRedisConnections, settings.page(), settings.maxStates());
    }

    @Bean
    StoredProgress storedProgress(Documents documents, Clock clock) {
        return new StoredProgress(documents, clock);
    }

    @Bean
    ProgressHub progressHub(
            RedisConnections progressRedisConnections,
            EventLog eventLog,
            StoredProgress storedProgress,
            ProgressStreamSettings settings,
            Clock clock,
            MeterRegistry registry) {
        return new ProgressHub(progressRedisConnections, eventLog, storedProgress, settings, clock, registry);
    }

    /** A stream is no request that takes long: it would fill the request timings with hours, and cost memory each. */
    @Bean
    ObservationPredicate streamsAreNotTimedAsRequests() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() != null
                && isStream(request.getCarrier().getPath().value()));
    }

    private static boolean isStream(String path) {
        return path.startsWith("/api/progress") || path.startsWith("/ws/");
    }

    @Bean
    DeliveryTimer deliveryTimer(MeterRegistry registry, Clock clock) {
        return new DeliveryTimer(registry, clock);
    }

    @Bean
    Viewers progressViewers(ProgressStreamSettings settings, Clock clock) {
        return new TokenViewers(settings, clock);
    }

    @Bean
    Admission progressAdmission(Viewers viewers, ConnectionLimits limits, ProgressStreamSettings settings) {
        return new Admission(viewers, limits, settings);
    }

    @Bean
    SessionAccess sessionAccess(EventLog eventLog, StoredProgress storedProgress) {
        return new SessionAccess(eventLog, storedProgress);
    }

    @Bean
    ConnectionLimits progressConnectionLimits(ProgressStreamSettings settings, MeterRegistry registry) {
        return new ConnectionLimits(settings, registry);
    }
}
