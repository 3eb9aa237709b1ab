package org.whispernotes.todos;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.whispernotes.runtime.RuntimeConfiguration;

/** The todo generator alone in its own process. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({RuntimeConfiguration.class, TodosConfiguration.class})
public class TodosApplication {

    public static void main(String[] args) {
        SpringApplication.run(TodosApplication.class, args);
    }
}
