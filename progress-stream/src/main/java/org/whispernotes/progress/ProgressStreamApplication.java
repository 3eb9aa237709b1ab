package org.whispernotes.progress;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Progress to browsers, alone in its process. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(ProgressStreamConfiguration.class)
public class ProgressStreamApplication {

    public static void main(String[] args) {
        SpringApplication.run(ProgressStreamApplication.class, args);
    }
}
