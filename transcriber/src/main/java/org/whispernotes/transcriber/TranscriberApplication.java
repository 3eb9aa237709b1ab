package org.whispernotes.transcriber;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The transcriber alone in a process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(TranscriberConfiguration.class)
public class TranscriberApplication {

    public static void main(String[] args) {
        SpringApplication.run(TranscriberApplication.class, args);
    }
}
