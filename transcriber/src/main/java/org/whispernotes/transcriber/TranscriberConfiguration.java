package org.whispernotes.transcriber;

import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
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
import org.whispernotes.transcriber.activity.ActivitySettings;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.assemble.AssembleStep;
import org.whispernotes.transcriber.chunk.ChunkSettings;
import org.whispernotes.transcriber.chunk.ChunkStep;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.MediaSettings;
import org.whispernotes.transcriber.model.GgmlModels;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.model.ModelSettings;
import org.whispernotes.transcriber.plan.PlanStep;
import org.whispernotes.transcriber.recognise.RecogniserLoader;
import org.whispernotes.transcriber.recognise.RecogniserSettings;
import org.whispernotes.transcriber.recognise.Recognisers;
import org.whispernotes.transcriber.recognise.ggml.GgmlLoader;
import org.whispernotes.transcriber.recognise.onnx.OnnxLoader;
import org.whispernotes.transcriber.recognise.onnx.OnnxSettings;
import org.whispernotes.transcriber.speaker.Diariser;
import org.whispernotes.transcriber.speaker.OnnxDiariser;
import org.whispernotes.transcriber.speaker.SpeakerSettings;
import org.whispernotes.transcriber.speaker.SpeakerTelling;

/** The transcriber: three steps and what they work with. Alone in a process or together with the other services. */
@Configuration(proxyBeanMethods = false)
@Import(RuntimeConfiguration.class)
@EnableConfigurationProperties({
    TranscriberSettings.class,
    ModelSettings.class,
    MediaSettings.class,
    ActivitySettings.class,
    RecogniserSettings.class,
    OnnxSettings.class,
    SpeakerSettings.class,
    ChunkSettings.class
})
public class TranscriberConfiguration {

    @Bean
    ModelFiles modelFiles(ModelSettings settings) {
        return new ModelFiles(settings, ModelCatalogue.load());
    }

    @Bean
    SpeechModels speechModels(ModelFiles files, RecogniserSettings settings) {
        return new SpeechModels(files, settings.effectiveThreads());
    }

    @Bean
    @Order(1)
    RecogniserLoader onnxLoader(ModelFiles files, OnnxSettings settings) {
        return new OnnxLoader(files, settings);
    }

    @Bean
    @Order(2)
    RecogniserLoader ggmlLoader(ModelFiles files, RecogniserSettings settings) {
        return new GgmlLoader(new GgmlModels(files), settings);
    }

    @Bean
    Recognisers recognisers(List<RecogniserLoader> loaders, RecogniserSettings settings) {
        return new Recognisers(loaders, settings);
    }

    @Bean
    @ConditionalOnProperty(name = "notes.transcriber.preload", matchIfMissing = true)
    Preload preload(SpeechModels activity, Recognisers recognisers, ModelFiles models) {
        return new Preload(activity, recognisers, models);
    }

    @Bean
    AudioDecoder audioDecoder(ObjectStore store, MediaSettings settings) {
        return new AudioDecoder(store, settings);
    }

    @Bean
    StepHandler<RecordingUploaded> planHandler(
            Documents documents,
            AudioDecoder decoder,
            SpeechModels models,
            ActivitySettings activity,
            TranscriberSettings settings,
            MessagePublisher publisher,
            RuntimeSettings runtime,
            Clock clock,
            StepRunner runner) {
        PlanStep step =
                new PlanStep(documents, decoder, models, activity, settings, publisher, runtime.workerId(), clock);
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
    OnnxDiariser diariser(ModelFiles files, SpeakerSettings settings) {
        return new OnnxDiariser(
                () -> files.require("pyannote-segmentation", "pytorch_model.bin"),
                () -> files.require("resemblyzer", "pretrained.pt"),
                settings);
    }

    @Bean
    SpeakerTelling speakerTelling(Diariser diariser, SpeakerSettings settings) {
        return new SpeakerTelling(diariser, settings);
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
