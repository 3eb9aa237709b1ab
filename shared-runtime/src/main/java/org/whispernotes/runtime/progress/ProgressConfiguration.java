package org.whispernotes.runtime.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.whispernotes.runtime.RuntimeSettings;

/** Publishing of progress. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProgressSettings.class)
public class ProgressConfiguration {

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
