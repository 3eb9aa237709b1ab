package org.whispernotes.standalone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.whispernotes.api.UploadApiConfiguration;
import org.whispernotes.progress.ProgressStreamConfiguration;
import org.whispernotes.runtime.RuntimeConfiguration;
import org.whispernotes.todos.TodosConfiguration;
import org.whispernotes.transcriber.TranscriberConfiguration;

/** Everything a laptop needs. The services do not know that they share a process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    RuntimeConfiguration.class,
    UploadApiConfiguration.class,
    TranscriberConfiguration.class,
    TodosConfiguration.class,
    ProgressStreamConfiguration.class
})
public class StandaloneApplication {

    public static void main(String[] args) {
        SpringApplication.run(StandaloneApplication.class, args);
    }
}
