package org.whispernotes.runtime.step;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.progress.ProgressPublisher;
import org.whispernotes.runtime.store.Documents;

/** The runner that all steps share. A service makes each of its steps a {@link StepHandler} bean. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StepSettings.class)
public class StepConfiguration {

    @Bean
    RunRegistry runRegistry() {
        return new RunRegistry();
    }

    @Bean
    StepRunner stepRunner(
            Documents documents,
            MessagePublisher publisher,
            ProgressPublisher progress,
            RunRegistry runs,
            StepSettings settings,
            RuntimeSettings runtime,
            Clock clock) {
        return new StepRunner(documents, publisher, progress, runs, settings, runtime.workerId(), clock);
    }
}
