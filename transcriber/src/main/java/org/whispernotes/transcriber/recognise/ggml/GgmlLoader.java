package org.whispernotes.transcriber.recognise.ggml;

import org.whispernotes.transcriber.model.GgmlModels;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.RecogniserLoader;
import org.whispernotes.transcriber.recognise.RecogniserSettings;

/** The {@code ggml} engine. */
public final class GgmlLoader implements RecogniserLoader {

    private final GgmlModels models;
    private final RecogniserSettings settings;

    public GgmlLoader(GgmlModels models, RecogniserSettings settings) {
        this.models = models;
        this.settings = settings;
    }

    @Override
    public String engine() {
        return GgmlRecogniser.ENGINE;
    }

    @Override
    public boolean canLoad(String model) {
        return WhisperLibrary.isSupported() && models.isAvailable(model);
    }

    @Override
    public Recogniser load(String model) {
        GgmlModels.GgmlModel found = models.require(model);
        return GgmlRecogniser.load(found.file(), model, found.quantization(), settings.effectiveThreads());
    }
}
