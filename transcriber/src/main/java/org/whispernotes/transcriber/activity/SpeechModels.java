package org.whispernotes.transcriber.activity;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.work.Plan.Chunk;
import org.whispernotes.transcriber.model.ModelFiles;

/**
 * Whoever finds speech, in each recording by itself. Loads the voice activity model at its first use, so that a process
 * starts without it and says what is missing.
 */
public final class SpeechModels implements AutoCloseable {

    private static final String MODEL = "silero-vad";
    private static final String FILE = "silero_vad_16k_sequence.onnx";

    /** Its products are so small that a second thread costs more than it does. */
    private static final int THREADS = 1;

    private final ModelFiles files;
    private final ActivitySettings settings;
    private final Duration window;
    private @Nullable SpeechModel loaded;

    /** @param window what a recogniser hears at once: chunks are cut to fill it */
    public SpeechModels(ModelFiles files, ActivitySettings settings, Duration window) {
        this.files = files;
        this.settings = settings;
        this.window = window;
    }

    /** @param chunks takes the chunks of one recording, in time order */
    public SpeechFinder finder(Consumer<Chunk> chunks) {
        return new SpeechFinder(get(), settings, window, chunks);
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
