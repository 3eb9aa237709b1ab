package org.whispernotes.transcriber;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.runtime.RuntimeConfiguration;
import org.whispernotes.runtime.RuntimeSettings;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.step.StepHandler;
import org.whispernotes.runtime.step.StepRunner;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.assemble.AssembleStep;
import org.whispernotes.transcriber.chunk.ChunkSettings;
import org.whispernotes.transcriber.chunk.ChunkStep;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.MediaSettings;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.plan.PlanStep;
import org.whispernotes.transcriber.recognise.Recognisers;
import org.whispernotes.transcriber.speaker.SpeakerTelling;

/** The transcriber: three steps and what they work with. Alone in a process or together with the other services. */
@Configuration(proxyBeanMethods = false)
@Import({RuntimeConfiguration.class, EngineConfiguration.class})
public class TranscriberConfiguration {

    @Bean
    AudioDecoder audioDecoder(ObjectStore store, MediaSettings settings) {
        return new AudioDecoder(store, settings);
    }

    @Bean
    StepHandler<RecordingUploaded> planHandler(
            Documents documents,
            AudioDecoder decoder,
            SpeechModels models,
            TranscriberSettings settings,
            MessagePublisher publisher,
            RuntimeSettings runtime,
            Clock clock,
            StepRunner runner) {
        PlanStep step = new PlanStep(documents, decoder, models, settings, publisher, runtime.workerId(), clock);
        return new StepHandler<>(step, runner);
    }

    @Bean
    StepHandler<ChunkReady> chunkHandler(
            Documents documents,
            Recognisers recognisers,
            ModelFiles models,
            ChunkSettings settings,
            StepRunner runner) {
        return new StepHandler<>(new ChunkStep(documents, recognisers, models, settings), runner);
    }

    @Bean
    StepHandler<TranscriptAssemble> assembleHandler(
            Documents documents,
            ModelFiles models,
            SpeakerTelling speakers,
            RuntimeSettings runtime,
            Clock clock,
            StepRunner runner) {
        return new StepHandler<>(new AssembleStep(documents, models, speakers, runtime.workerId(), clock), runner);
    }
}
