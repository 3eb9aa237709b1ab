package org.whispernotes.runtime;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.whispernotes.runtime.broker.BrokerConfiguration;
import org.whispernotes.runtime.progress.ProgressConfiguration;
import org.whispernotes.runtime.step.StepConfiguration;
import org.whispernotes.runtime.store.StoreConfiguration;

/** What every service imports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuntimeSettings.class)
@PropertySource("classpath:org/whispernotes/runtime/defaults.properties")
@Import({StoreConfiguration.class, BrokerConfiguration.class, ProgressConfiguration.class, StepConfiguration.class})
public class RuntimeConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
