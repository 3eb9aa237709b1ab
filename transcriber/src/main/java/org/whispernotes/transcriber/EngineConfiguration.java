package org.whispernotes.transcriber;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.whispernotes.transcriber.activity.ActivitySettings;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.chunk.ChunkSettings;
import org.whispernotes.transcriber.media.MediaSettings;
import org.whispernotes.transcriber.model.GgmlModels;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.model.ModelSettings;
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

/** What hears, writes and tells speakers apart, whoever asks: no broker, no store, no Redis. */
@Configuration(proxyBeanMethods = false)
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
public class EngineConfiguration {

    @Bean
    ModelFiles modelFiles(ModelSettings settings) {
        return new ModelFiles(settings, ModelCatalogue.load());
    }

    @Bean
    SpeechModels speechModels(ModelFiles files, ActivitySettings settings, ChunkSettings chunk) {
        return new SpeechModels(files, settings, chunk.maxWindow());
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
    OnnxDiariser diariser(ModelFiles files, SpeakerSettings settings) {
        return new OnnxDiariser(
                () -> files.require("pyannote-segmentation", "pytorch_model.bin"),
                () -> files.require("campplus", "campplus_cn_en_common.pt"),
                settings);
    }

    @Bean
    SpeakerTelling speakerTelling(Diariser diariser, SpeakerSettings settings) {
        return new SpeakerTelling(diariser, settings);
    }
}
