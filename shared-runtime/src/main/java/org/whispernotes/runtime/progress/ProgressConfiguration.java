package org.whispernotes.runtime.progress;

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
            StringRedisTemplate redis, ProgressSettings settings, RuntimeSettings runtime, Clock clock) {
        return new RedisProgressPublisher(redis, settings, runtime.workerId(), clock);
    }
}
