package org.whispernotes.runtime.progress;

import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.runtime.RuntimeSettings;

/** Publishing of progress. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProgressSettings.class)
public class ProgressConfiguration {

    private static final Duration FIRST_TRY = Duration.ofMillis(50);
    private static final Duration LAST_TRY = Duration.ofSeconds(2);

    /** Lettuce would wait for up to 30 s after a long outage: too long for people who watch. Jitter spreads replicas. */
    @Bean
    ClientResourcesBuilderCustomizer redisIsTriedAgainSoon() {
        return resources -> resources.reconnectDelay(
                Delay.fullJitter(FIRST_TRY, LAST_TRY, FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Bean
    ProgressPublisher progressPublisher(
            StringRedisTemplate redis,
            ProgressSettings settings,
            RuntimeSettings runtime,
            Clock clock,
            MeterRegistry registry) {
        RedisProgressPublisher publisher = new RedisProgressPublisher(redis, settings, runtime.workerId(), clock);
        Gauge.builder("notes.progress.held", publisher, RedisProgressPublisher::held)
                .description("events that wait for Redis")
                .register(registry);
        return publisher;
    }
}
