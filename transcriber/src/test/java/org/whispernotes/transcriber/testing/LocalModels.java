package org.whispernotes.transcriber.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.model.ModelSettings;

/** The models that {@code ./notes up} puts on a machine. */
public final class LocalModels {

    private LocalModels() {}

    public static ModelSettings settings() {
        String dir = System.getenv("NOTES_MODELS_DIR");
        return new ModelSettings(dir == null ? null : Path.of(dir), null);
    }

    /** The model's files; the test is skipped on a machine without them. */
    public static ModelFiles require(String model, String path) {
        ModelFiles files = new ModelFiles(settings(), ModelCatalogue.load());
        assumeTrue(files.has(model, path), () -> "no model at " + files.directory(model) + ": ./notes up gets it");
        return files;
    }
}
