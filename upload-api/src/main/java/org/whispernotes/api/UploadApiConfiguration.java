package org.whispernotes.api;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.whispernotes.api.deadletter.DeadLetterSettings;
import org.whispernotes.api.job.JobSettings;
import org.whispernotes.api.live.LiveSettings;
import org.whispernotes.api.outbox.OutboxSettings;
import org.whispernotes.api.queue.QueueSettings;
import org.whispernotes.api.session.ReconcilerSettings;
import org.whispernotes.api.upload.UploadSettings;
import org.whispernotes.runtime.RuntimeConfiguration;

/** The service, alone or with others in one process. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Whisper Notes",
                        version = "1",
                        description = "Recordings in; transcript, todos, summary out."))
@Configuration(proxyBeanMethods = false)
@Import(RuntimeConfiguration.class)
@PropertySource("classpath:org/whispernotes/api/defaults.properties")
@ComponentScan(
        basePackageClasses = UploadApiConfiguration.class,
        excludeFilters = @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = SpringBootConfiguration.class))
@EnableConfigurationProperties({
    UploadSettings.class,
    OutboxSettings.class,
    QueueSettings.class,
    DeadLetterSettings.class,
    ReconcilerSettings.class,
    LiveSettings.class,
    JobSettings.class
})
public class UploadApiConfiguration {}
