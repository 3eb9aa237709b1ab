package org.whispernotes.transcriber.activity;

import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.model.ModelFiles;

/** Loads the voice activity model at its first use, so that a process starts without it and says what is missing. */
public final class SpeechModels implements AutoCloseable {

    private static final String MODEL = "silero-vad";
    private static final String FILE = "silero_vad_16k_sequence.onnx";

    /** Its products are so small that a second thread costs more than it does. */
    private static final int THREADS = 1;

    private final ModelFiles files;
    private @Nullable SpeechModel loaded;

    public SpeechModels(ModelFiles files) {
        this.files = files;
    }

    public synchronized SpeechModel get() {
        SpeechModel model = loaded;
        if (model == null) {
            model = new SpeechModel(files.require(MODEL, FILE), THREADS);
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
