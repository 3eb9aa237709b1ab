package org.whispernotes.transcriber;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.whispernotes.transcriber.direct.DirectHttpConfiguration;

/**
 * The transcriber alone in a process: woken by queues, and asked directly by HTTP. With {@code notes.transcriber.queues=
 * false} only the latter, and then it needs neither broker nor Redis nor object store.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(DirectHttpConfiguration.class)
public class TranscriberApplication {

    public static void main(String[] args) {
        SpringApplication.run(TranscriberApplication.class, args);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "notes.transcriber.queues", matchIfMissing = true)
    @Import(TranscriberConfiguration.class)
    static class WithQueues {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "notes.transcriber.queues", havingValue = "false")
    @PropertySource("classpath:org/whispernotes/transcriber/alone.properties")
    static class Alone {}
}
