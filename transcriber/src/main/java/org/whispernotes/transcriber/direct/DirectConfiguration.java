package org.whispernotes.transcriber.direct;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.step.StepSettings;
import org.whispernotes.transcriber.EngineConfiguration;
import org.whispernotes.transcriber.TranscriberSettings;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.chunk.ChunkSettings;
import org.whispernotes.transcriber.media.MediaSettings;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.Recognisers;
import org.whispernotes.transcriber.speaker.SpeakerTelling;

/** Transcribing within this process. Needs files and models, nothing else. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DirectSettings.class, RuntimeSettings.class, StepSettings.class})
@Import(EngineConfiguration.class)
public class DirectConfiguration {

    @Bean
    DirectTranscription directTranscription(
            SpeechModels activity,
            Recognisers recognisers,
            ModelFiles models,
            SpeakerTelling speakers,
            TranscriberSettings transcriber,
            MediaSettings media,
            ChunkSettings chunk,
            StepSettings step,
            DirectSettings direct,
            RuntimeSettings runtime) {
        return new DirectTranscription(
                activity,
                recognisers,
                models,
                speakers,
                new DirectTranscription.Settings(transcriber, media, chunk, step, direct, runtime),
                Clock.systemUTC());
    }
}
