package org.whispernotes.transcriber.activity;

import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.model.ModelFiles;

/** Loads the voice activity model at its first use, so that a process starts without it and says what is missing. */
public final class SpeechModels implements AutoCloseable {

    private static final String MODEL = "silero-vad";
    private static final String FILE = "silero_vad_16k_sequence.onnx";

    private final ModelFiles files;
    private final int threads;
    private @Nullable SpeechModel loaded;

    /** @param threads for one call */
    public SpeechModels(ModelFiles files, int threads) {
        this.files = files;
        this.threads = threads;
    }

    public synchronized SpeechModel get() {
        SpeechModel model = loaded;
        if (model == null) {
            model = new SpeechModel(files.require(MODEL, FILE), threads);
            loaded = model;
        }
        return model;
    }

    @Override
    public synchronized void close() {
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }
}
