package org.whispernotes.transcriber.direct;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.MultipartHttpMessageReader;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.RecogniserLoader;
import org.whispernotes.transcriber.recognise.RecogniserSettings;

/** {@code POST /transcribe/}, {@code GET /health} and {@code GET /config} of a transcriber that runs by itself. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "notes.transcriber.direct.enabled", matchIfMissing = true)
@Import(DirectConfiguration.class)
public class DirectHttpConfiguration {

    private static final int MOST_FIELDS = 16;

    @Bean
    DirectHttp directHttp(
            DirectTranscription transcription,
            DirectSettings settings,
            RecogniserSettings recogniser,
            ModelFiles models,
            List<RecogniserLoader> loaders) {
        return new DirectHttp(transcription, settings, recogniser, models, loaders);
    }

    /** What is too large is refused while it arrives, not when it has filled the disk. */
    @Bean
    WebFluxConfigurer directUploads(DirectSettings settings) {
        return new WebFluxConfigurer() {
            @Override
            public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
                DefaultPartHttpMessageReader parts = new DefaultPartHttpMessageReader();
                parts.setMaxParts(MOST_FIELDS);
                parts.setMaxDiskUsagePerPart(settings.maxSize().toBytes());
                configurer.defaultCodecs().multipartReader(new MultipartHttpMessageReader(parts));
            }
        };
    }
}
