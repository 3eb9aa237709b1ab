package org.whispernotes.todos;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.whispernotes.model.message.TranscriptCompleted;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.step.StepHandler;
import org.whispernotes.runtime.step.StepRunner;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.todos.extract.Extractor;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.extract.endpoint.EndpointChat;
import org.whispernotes.todos.extract.gguf.GgufChat;
import org.whispernotes.todos.extract.writing.WritingExtractor;
import org.whispernotes.todos.window.WindowPlanner;

/** The todo generator. Needs the beans of {@code RuntimeConfiguration}, which the application imports once. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TodosSettings.class)
public class TodosConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TodosConfiguration.class);

    @Bean
    Extractors extractors(TodosSettings settings, RuntimeSettings runtime, Clock clock) {
        List<Extractor> writing = new ArrayList<>();
        if (settings.endpoint().url() != null) {
            writing.add(new WritingExtractor(new EndpointChat(settings.endpoint(), clock), settings.maxAnswerTokens()));
        }
        if (settings.gguf().model() != null) {
            writing.add(
                    new WritingExtractor(new GgufChat(settings.gguf(), runtime.tempDir()), settings.maxAnswerTokens()));
        }
        Extractors extractors = new Extractors(writing, new EmbeddedExtractor());
        log.info(
                "todos by {}",
                extractors
                        .find(settings.engine())
                        .orElseGet(extractors::fallback)
                        .engine());
        return extractors;
    }

    @Bean
    StepHandler<TranscriptCompleted> todosStepHandler(
            Extractors extractors,
            TodosSettings settings,
            Documents documents,
            StepRunner runner,
            RuntimeSettings runtime,
            Clock clock) {
        TodoGenerator generator =
                new TodoGenerator(extractors, new WindowPlanner(settings.windowCharacters(), settings.windowOverlap()));
        return new StepHandler<>(new TodosStep(generator, settings, documents, runtime.workerId(), clock), runner);
    }
}
