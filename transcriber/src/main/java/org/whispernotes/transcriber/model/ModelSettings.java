package org.whispernotes.transcriber.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code notes.models-dir} and {@code notes.model}.
 *
 * @param modelsDir holds one directory a model, named as in the catalogue; {@code ~/.cache/whisper-notes/models} when
 *     not set
 * @param model the speech model used where a session names none
 */
@ConfigurationProperties("notes")
public record ModelSettings(Path modelsDir, String model) {

    public ModelSettings(@Nullable Path modelsDir, @Nullable String model) {
        this.modelsDir = modelsDir == null || modelsDir.toString().isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "whisper-notes", "models")
                : modelsDir;
        this.model = model == null || model.isBlank() ? "base" : model;
    }
}
